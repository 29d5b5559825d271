import { useMay } from "../../parts/allowed";
import { Empty } from "../../parts/bits";

// Of a business that has no file yet: what is missing, and who brings it.
export function NothingDeployed() {
  return (
    <Empty title="Nothing is deployed yet">
      {useMay()("deployConfig") ? <>The business’s file says what its bot does. Deploy it with <code>frontdesk deploy FILE</code>.</> : "The business’s file says what its bot does; an admin deploys it."}
    </Empty>
  );
}
