import type { ReactNode } from "react";

// The shape of most places: a list, and beside it what was chosen there. On a small screen only one of the two is seen.
export function ListAndPage({ list, isChosen, children }: { list: ReactNode; isChosen: boolean; children: ReactNode }) {
  return (
    <div className={`list-and-page ${isChosen ? "one" : ""}`}>
      {list}
      {children}
    </div>
  );
}
