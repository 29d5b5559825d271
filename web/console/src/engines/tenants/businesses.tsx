import { Icon } from "../../../../trace/icon";
import { Allowed, useMay } from "../../parts/allowed";
import { Empty } from "../../parts/bits";
import { fits, useFilters } from "../../parts/filters";
import { List, Unchosen } from "../../parts/list";
import { ListAndPage } from "../../parts/list-and-page";
import { useLoaded } from "../../parts/use-loaded";
import type { PageProps } from "../../shell/places";
import { address, go } from "../../shell/router";
import { kOperator, openPlace } from "../../shell/session";
import { tenants, type Listed } from "./api";
import { BusinessView, StatePill } from "./business";
import { NewForm } from "./form";

const kRefreshMs = 10_000;
const kNew = "new";
const kMake = <a href={address("businesses", kNew)}>Make one</a>;

// #/businesses, …/new, …/{id}
export function Businesses({ client, session, route: [id], change }: PageProps) {
  const filters = useFilters({ q: "" }, ["q"]);
  const found = useLoaded((signal) => tenants.list(client, signal), [client], kRefreshMs);
  const mayMake = useMay()("createTenant");
  const chosen = found.value?.find((one) => one.id === id);

  // Also where one can work is another list from here on.
  async function renew() {
    found.reload();
    if (session.user) change(await openPlace(session.user, kOperator));
  }
  const list = (
    <List<Listed> title="Businesses" what="businesses" route="businesses" chosen={id} found={found}
      aside={<Allowed to="createTenant">{kMake}</Allowed>}
      search={{ label: "Search businesses", placeholder: "Search names and ids", value: filters.now.q, onChange: (q) => filters.set({ q }) }}
      isFiltered={filters.isAny} onClear={filters.clear}
      empty={<Empty title="There is no business yet">Each has people, conversations and a file of its own. {mayMake && kMake}</Empty>}
      parts={[{ label: "Businesses", items: found.value?.filter(({ name, id }) => fits(`${name} ${id}`, filters.wanted.q)) ?? [] }]}
      entry={({ id, name, state }) => ({ id, who: name || id, aside: <StatePill state={state} />, text: name === id ? undefined : id })} />
  );
  return (
    <ListAndPage list={list} isChosen={!!id}>
      <section className="page" aria-label={id === kNew ? "New business" : "Business"}>
        {id && <a className="back" href={address("businesses")}><Icon name="back" /> All businesses</a>}
        {id === kNew && mayMake && <NewForm client={client} onMade={async (made) => {
          await renew();
          go("businesses", made.id);
        }} />}
        {id && id !== kNew && <BusinessView key={id} client={client} id={id} name={chosen?.name ?? ""} onChanged={renew} />}
        {!id && <Unchosen title="Choose a business" />}
      </section>
    </ListAndPage>
  );
}
