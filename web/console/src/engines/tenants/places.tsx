import type { Place } from "../../shell/places";
import { isAtOperator } from "../../shell/session";
import { Businesses } from "./businesses";

export default [{ route: "businesses", label: "Businesses", icon: "people", order: 6, Page: Businesses, needs: "house.manage", isFor: isAtOperator }] satisfies Place[];
