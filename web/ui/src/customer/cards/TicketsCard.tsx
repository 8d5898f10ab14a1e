import type { CustomerView } from "../../api/contract";
import { duration, plural } from "../../format/format";
import { Card } from "../../ui/parts";
import { Ago } from "../asOf";

export function TicketsCard({ experience }: { readonly experience: CustomerView["experience"] }) {
  const { openTickets, resolvedTickets, timeToResolve } = experience;
  if (openTickets.length === 0 && resolvedTickets === 0) return null;
  const resolved =
    resolvedTickets === 0
      ? undefined
      : `${plural(resolvedTickets, "resolved", "resolved")}${timeToResolve === null ? "" : `, in ${duration(timeToResolve)} on average`}`;
  return (
    <Card title="Open tickets" aside={resolved}>
      {openTickets.length === 0 ? (
        <p className="aside">Nothing open.</p>
      ) : (
        <ul className="rows">
          {openTickets.map((ticket) => (
            <li key={ticket.ticketId}>
              <b>{ticket.subject ?? ticket.ticketId}</b>
              <span className="aside">
                <code>{ticket.ticketId}</code>
                {ticket.opened !== null && (
                  <>
                    {" · opened "}
                    <Ago at={ticket.opened} />
                  </>
                )}
                {ticket.updated !== null && ticket.updated !== ticket.opened && (
                  <>
                    {" · updated "}
                    <Ago at={ticket.updated} />
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
