// A table that scrolls in its own frame when the window is narrower than its columns.
import type { ReactNode } from "react";

export interface Column<T> {
  readonly key: string;
  readonly header: ReactNode;
  readonly cell: (row: T) => ReactNode;
  /** Numbers, amounts and times stand at the end. */
  readonly numeric?: boolean;
  /** Left out where there is no room. */
  readonly wideOnly?: boolean;
}

interface TableProps<T> {
  /** What the table holds, for screen readers. */
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
  readonly rowClass?: (row: T) => string | undefined;
  /** Shown instead of rows. */
  readonly empty?: ReactNode;
}

export function Table<T>({ caption, columns, rows, rowKey, rowClass, empty }: TableProps<T>) {
  const classes = (column: Column<T>) =>
    [column.numeric ? "num" : "", column.wideOnly ? "wide-only" : ""].filter(Boolean).join(" ") || undefined;
  return (
    <div className="table-frame" tabIndex={0} role="region" aria-label={caption}>
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={classes(column)}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className={rowClass?.(row)}>
              {columns.map((column, index) =>
                index === 0 ? (
                  <th key={column.key} scope="row" className={classes(column)}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={classes(column)}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && empty}
    </div>
  );
}
