import type { Place } from "../../shell/places";
import { isAtOperator } from "../../shell/session";
import { Board } from "./board";
import "./board.css";

export default [{ route: "board", label: "Board", icon: "board", order: 5, Page: Board, needs: "engagements.read", isFor: isAtOperator }] satisfies Place[];
