// Our own small set of line icons, drawn on a grid of 16. They take the colour of the text beside them.
const paths = {
  search: "M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM11 11l3.5 3.5",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
  check: "M2.5 8.5l3.5 3.5 7.5-8",
  copy: "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
  pause: "M5 3v10M11 3v10",
  play: "M4.5 2.5v11l9-5.5z",
  up: "M8 13V3M3.5 7.5 8 3l4.5 4.5",
  down: "M8 3v10M3.5 8.5 8 13l4.5-4.5",
  left: "M13 8H3M7.5 3.5 3 8l4.5 4.5",
  right: "M3 8h10M8.5 3.5 13 8l-4.5 4.5",
  chevron: "M4 6l4 4 4-4",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M3 13l1-1M12 4l1-1",
  moon: "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7Z",
  screen: "M1.5 2.5h13v8.5h-13zM5.5 14h5",
  expand: "M9.5 2h4.5v4.5M14 2L9.5 6.5M6.5 14H2V9.5M2 14l4.5-4.5",
  shrink: "M14 6.5H9.5V2M9.5 6.5L14 2M2 9.5h4.5V14M6.5 9.5L2 14",
  plus: "M8 2.5v11M2.5 8h11",
  key: "M5.5 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM7.5 8l6-6M11 4.5l2 2",
  more: "M3 7.6a.4.4 0 1 0 .01 0ZM8 7.6a.4.4 0 1 0 .01 0ZM13 7.6a.4.4 0 1 0 .01 0Z",
  refresh: "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.5v3.5H10",
  info: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM8 7.5v4M8 4.6v.1",
  warning: "M8 2l6.5 11.5h-13zM8 6.5v3.5M8 11.8v.1",
  keyboard: "M1.5 4h13v8.5h-13zM4.5 9.8h7M4 6.8h.01M6.7 6.8h.01M9.3 6.8h.01M12 6.8h.01",
  link: "M6.5 9.5l3-3M7 4.5l2-2a3 3 0 0 1 4.3 4.3l-2 2M9 11.5l-2 2a3 3 0 0 1-4.3-4.3l2-2",
  person: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14.5a5.5 5.5 0 0 1 11 0",
  bell: "M3.8 11.5V7a4.2 4.2 0 0 1 8.4 0v4.5l1.3 1.3h-11zM6.5 14.6h3",
  tray: "M2 9.5h3.5l1 2h3l1-2H14M2 9.5 4 3h8l2 6.5V13H2z",
  filter: "M1.5 3h13L9.5 9v4.5l-3-1.5V9z",
} as const;

export type IconName = keyof typeof paths;
export const iconNames = Object.keys(paths) as readonly IconName[];

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
