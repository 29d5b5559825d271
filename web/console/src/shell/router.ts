import { useEffect, useState } from "react";

// The address behind '#', as its parts: "#/conversations/c_1" is ["conversations", "c_1"].
export function useRoute(): string[] {
  const [route, setRoute] = useState(parts);
  useEffect(() => {
    const follow = () => setRoute(parts());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}

export function address(...route: string[]): string {
  return "#/" + route.map(encodeURIComponent).join("/");
}

export function go(...route: string[]): void {
  location.hash = address(...route);
}

// What is no address, as one that was cut off within a character, is none.
function parts(): string[] {
  try {
    return location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    return [];
  }
}
