const kPaths = {
  mind: "M9 18h6M10 21h4M12 3a6 6 0 0 0-4 10.5c.8.7 1 1.5 1 2.5h6c0-1 .2-1.8 1-2.5A6 6 0 0 0 12 3Z",
  tool: "M14.5 6.5a4 4 0 0 0-5 5L4 17l3 3 5.5-5.5a4 4 0 0 0 5-5L15 12l-3-3 2.5-2.5Z",
  shield: "M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6l-7-3ZM9 12l2 2 4-4",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4 4-6 8-6s8 2 8 6",
  people: "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM3 20c0-4 3-6 6-6s6 2 6 6M16 4.5a3.5 3.5 0 0 1 0 6.3M18 14.6c2 .8 3 2.6 3 5.4",
  key: "M8 15a4.5 4.5 0 1 1 3.6-1.8L20 4.8M17 7.8l2.6 2.6M14.4 10.4l1.8 1.8",
  speech: "M21 12a8 8 0 0 1-8 8H4l2-3a8 8 0 1 1 15-5Z",
  page: "M6 3h9l4 4v14H6V3ZM14 3v5h5M9 13h6M9 17h6",
  dots: "M5 12h.01M12 12h.01M19 12h.01",
  list: "M4 6h16M4 12h16M4 18h10",
  back: "M15 5l-7 7 7 7",
  next: "M9 5l7 7-7 7",
  find: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20",
  board: "M4 4h4v16H4V4ZM10 4h4v10h-4V4ZM16 4h4v6h-4V4Z",
  inbox: "M4 13 6 5h12l2 8v6H4v-6ZM4 13h4l1.5 3h5L16 13h4",
  swap: "M8 5 4 9l4 4M4 9h13M16 11l4 4-4 4M20 15H7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12l5 5L20 7",
  warn: "M12 4 2.5 20h19L12 4ZM12 10v4M12 17h.01",
  exit: "M10 4H5v16h5M14 8l4 4-4 4M18 12H9",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3 2",
  bell: "M6 17V11a6 6 0 0 1 12 0v6l2 2H4l2-2ZM10 21h4",
  quiet: "M6 17V11a6 6 0 0 1 9-5.2M18 11v6l2 2H8M10 21h4M4 4l16 16",
} as const;

export type IconName = keyof typeof kPaths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={kPaths[name]} />
    </svg>
  );
}
