import { createContext, useContext, type ReactNode } from "react";
import { kPermissions, type Operation } from "../../../contract/operations";
import { may, type Session } from "../shell/session";

// Whether whoever is signed in may call an operation of the API where they work. What each operation needs stands in the
// API's document, by which the server refuses it, too; nobody has to write it down once more.
export type May = (operation: Operation) => boolean;

const Context = createContext<May>(() => false);
export const useMay = () => useContext(Context);

export function MayProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <Context.Provider value={(operation) => may(session, kPermissions[operation])}>{children}</Context.Provider>;
}

// Around every act: who may not is not shown it, but `otherwise`, where there is something to say.
export function Allowed({ to, otherwise, children }: { to: Operation; otherwise?: ReactNode; children: ReactNode }) {
  return useMay()(to) ? children : otherwise;
}
