// Where events go, and which: a new endpoint, or one that is changed.
import { useState } from "react";
import { webhookEvents, type Webhook, type WebhookEvent, type WebhookTarget } from "../../api/contract";
import { api } from "../../api/http";
import { Checkbox, TextField } from "../../ui/Field";
import { FormDialog } from "../FormDialog";
import { useDeed } from "../useDeed";
import { useList } from "../useList";
import { eventWords } from "./words";

interface Props {
  /** Null: a new one. */
  readonly webhook: Webhook | null;
  readonly onSave: (target: WebhookTarget) => Promise<void>;
  readonly onClose: () => void;
}

const loadSegments = async (signal?: AbortSignal) => ({ items: (await api.segments(signal)).items.map(({ key, name }) => ({ key, name })) });
const loadStages = async (signal?: AbortSignal) => ({ items: (await api.journey("24h", signal)).stages.map(({ name }) => ({ key: name, name })) });

export function WebhookDialog({ webhook, onSave, onClose }: Props) {
  const doing = useDeed(["name", "url", "events"]);
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhook?.events ?? webhookEvents);
  const segments = useList(loadSegments);
  const stages = useList(loadStages);
  const aboutSegments = events.some((event) => event.startsWith("segment."));
  const aboutStages = events.includes("stage.entered");

  const save = (form: FormData) => {
    const all = (name: string) => form.getAll(name).map(String);
    return onSave({
      name: String(form.get("name") ?? "").trim(),
      url: String(form.get("url") ?? "").trim(),
      events,
      // What is not shown stays as it was.
      segments: aboutSegments && segments.items !== null ? all("segments") : (webhook?.segments ?? []),
      stages: aboutStages && stages.items !== null ? all("stages") : (webhook?.stages ?? []),
    });
  };

  return (
    <FormDialog title={webhook === null ? "A new webhook" : `Change ${webhook.name}`} deed={webhook === null ? "Make it" : "Save"} doing={doing} onSubmit={save} onClose={onClose}>
      <TextField label="Name" hint="Who receives it, such as “Mailing tool”." error={doing.wrong.fields["name"]} name="name" defaultValue={webhook?.name} maxLength={100} required />
      <TextField
        label="Address"
        hint="Messages are posted to it as JSON. http or https; redirects are not followed."
        error={doing.wrong.fields["url"]}
        name="url"
        type="url"
        placeholder="https://shop.example/hooks/customergrains"
        defaultValue={webhook?.url}
        maxLength={2000}
        required
      />
      <fieldset className="webhook-choice">
        <legend>Events</legend>
        {webhookEvents.map((event) => (
          <Checkbox
            key={event}
            label={eventWords[event]}
            checked={events.includes(event)}
            onChange={({ target }) => setEvents(webhookEvents.filter((each) => (each === event ? target.checked : events.includes(each))))}
          />
        ))}
        <span className="field-error" role="alert">
          {events.length === 0 ? "Choose at least one." : doing.wrong.fields["events"]}
        </span>
      </fieldset>
      {aboutSegments && <Only legend="Segments" name="segments" known={segments.items ?? []} chosen={webhook?.segments ?? []} none="All of them, also those that are made later" />}
      {aboutStages && <Only legend="Stages" name="stages" known={stages.items ?? []} chosen={webhook?.stages ?? []} none="All of them" />}
    </FormDialog>
  );
}

interface OnlyProps {
  readonly legend: string;
  readonly name: string;
  readonly known: readonly { readonly key: string; readonly name: string }[];
  readonly chosen: readonly string[];
  /** What choosing none means. */
  readonly none: string;
}

function Only({ legend, name, known, chosen, none }: OnlyProps) {
  const [some, setSome] = useState(chosen.length > 0);
  // One that is gone may stay chosen.
  const all = [...known, ...chosen.filter((key) => !known.some((each) => each.key === key)).map((key) => ({ key, name: key }))];
  return (
    <fieldset className="webhook-choice">
      <legend>{legend}</legend>
      <label className="checkbox">
        <input type="radio" name={`${name}-which`} checked={!some} onChange={() => setSome(false)} />
        <span>{none}</span>
      </label>
      <label className="checkbox">
        <input type="radio" name={`${name}-which`} checked={some} onChange={() => setSome(true)} />
        <span>Only these</span>
      </label>
      {some && (
        <div className="webhook-names">
          {all.map((each) => (
            <Checkbox key={each.key} label={each.name} name={name} value={each.key} defaultChecked={chosen.includes(each.key)} />
          ))}
        </div>
      )}
    </fieldset>
  );
}
