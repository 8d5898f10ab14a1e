// Editing the journey: its stages with their rules, checked and counted while they are written, and published together.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Journey, JourneyVersion, RuleProblem, StageDraft } from "../../api/contract";
import { api, ApiError } from "../../api/http";
import { plural } from "../../format/format";
import { useStore } from "../../live/store";
import { href, Link, navigate } from "../../router/router";
import { useWords } from "../../segments/useWords";
import { useRole } from "../../session/useSession";
import { Refused } from "../../shell/Refused";
import { Button } from "../../ui/Button";
import { Confirm } from "../../ui/Dialog";
import { Loading } from "../../ui/EmptyState";
import { Note } from "../../ui/parts";
import { toast } from "../../ui/toasts";
import { useTitle } from "../../ui/useTitle";
import { journeyStore } from "../useJourney";
import { RuleChecks } from "./checks";
import { added, changed, changesOf, draftsOf, edited, mostStages, moved, problemsOf, versionName, without, type EditedStage } from "./draft";
import { StageRow } from "./StageRow";
import { StageRule } from "./StageRule";
import "../journey.css";

export function JourneyEditPage() {
  return useRole("operator") ? <EditPage /> : <Refused who="operators and admins" />;
}

const noProblems: readonly RuleProblem[] = [];

function EditPage() {
  useTitle("Edit the journey");
  const [from, setFrom] = useState<Journey | null>(null);
  const [error, setError] = useState<string | null>(null);
  const load = useCallback((signal?: AbortSignal) => {
    api.journey("24h", signal).then(
      (journey) => {
        setFrom(journey);
        setError(null);
      },
      (problem: unknown) => !signal?.aborted && setError(problem instanceof Error ? problem.message : String(problem)),
    );
  }, []);

  useEffect(() => {
    const abort = new AbortController();
    load(abort.signal);
    return () => abort.abort();
  }, [load]);

  return (
    <div className="page journey-edit">
      <div className="page-head">
        <div>
          <Link href={href(["journey"])} className="back">
            ← Journey
          </Link>
          <h1>Edit the journey</h1>
        </div>
      </div>
      {error !== null && (
        <Note tone="bad">
          {error}{" "}
          <Button small onClick={() => load()}>
            Try again
          </Button>
        </Note>
      )}
      {from === null && error === null && <Loading what="Loading the journey" lines={6} />}
      {from !== null && <Editing key={from.version} from={from} onReload={() => load()} />}
    </div>
  );
}

interface Conflict {
  readonly text: string;
}

function Editing({ from, onReload }: { readonly from: Journey; readonly onReload: () => void }) {
  const [stages, setStages] = useState<readonly EditedStage[]>(() => edited(from.stages));
  const [asking, setAsking] = useState<"publish" | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const checks = useMemo(() => new RuleChecks({ check: (rule, signal) => api.checkRule(rule, "stage", signal), preview: (rule, signal) => api.preview(rule, null, signal) }), []);
  const states = useStore(checks);
  const words = useWords();
  const drafts = draftsOf(stages);
  const changes = changesOf(from.stages, drafts);
  const problems = problemsOf(stages);
  const unread = stages.some(({ id }) => (states.get(id)?.problems?.length ?? 0) > 0);
  const ready = changes.length > 0 && problems.size === 0 && !unread;

  useEffect(() => {
    for (const { id, rule } of stages) checks.write(id, rule);
    checks.keep(stages.map(({ id }) => id));
  }, [checks, stages]);
  useEffect(() => () => checks.close(), [checks]);

  // What was typed is not lost by a slip.
  useEffect(() => {
    if (changes.length === 0) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changes.length]);

  const add = () => {
    setStages(added);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  const publish = async () => {
    setBusy(true);
    setError(null);
    setConflict(null);
    try {
      const journey = await api.publishJourney({ version: from.version, stages: drafts });
      void journeyStore.reload();
      toast(`Version ${journey.version} of the journey is published. Everybody is being decided by it.`, { tone: "good" });
      navigate(href(["journey"]));
    } catch (problem) {
      setAsking(null);
      if (problem instanceof ApiError && problem.status === 409) setConflict({ text: problem.message });
      else setError(problem instanceof Error ? problem.message : String(problem));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <p className="aside journey-edit-lead">
        A customer is in the last stage of this order whose rule fits her. The first stage takes everybody else: its rule is <code>always</code>. Publishing decides everybody anew; nothing that
        was decided before is rewritten.
      </p>
      <ol className="stage-rows" ref={list}>
        {stages.map((stage, place) => (
          <StageRow
            key={stage.id}
            stage={stage}
            place={place}
            of={stages.length}
            problem={problems.get(stage.id)}
            state={states.get(stage.id)}
            onChange={(part) => setStages((all) => changed(all, stage.id, part))}
            onMove={(by) => setStages((all) => moved(all, stage.id, by))}
            onRemove={() => setStages((all) => without(all, stage.id))}
          >
            <StageRule
              label={`Rule of stage ${place + 1}`}
              text={stage.rule}
              words={words}
              problems={states.get(stage.id)?.problems ?? noProblems}
              onWrite={(rule) => setStages((all) => changed(all, stage.id, { rule }))}
            />
          </StageRow>
        ))}
      </ol>
      <div className="journey-edit-foot">
        <Button icon="plus" onClick={add} disabled={stages.length >= mostStages}>
          Add a stage
        </Button>
        <span className="aside" role="status">
          {changes.length === 0 ? "Nothing changed yet." : `${plural(changes.length, "change", "changes")} not published.`}
        </span>
        <span className="journey-edit-deeds">
          <Button onClick={() => setStages(edited(from.stages))} disabled={changes.length === 0}>
            Start over
          </Button>
          <Button tone="primary" onClick={() => setAsking("publish")} disabled={!ready}>
            Publish …
          </Button>
        </span>
      </div>
      <div role="alert">
        {error !== null && <Note tone="bad">{error}</Note>}
        {conflict !== null && (
          <Note tone="bad">
            {conflict.text}{" "}
            <Button small onClick={onReload}>
              Load the newer version
            </Button>
          </Note>
        )}
      </div>
      <Versions current={from.version} onTake={(taken) => setStages(edited(taken))} />
      <Confirm open={asking === "publish"} title="Publish this journey?" deed="Publish" tone="primary" busy={busy} onConfirm={() => void publish()} onClose={() => setAsking(null)}>
        <ul className="change-list">
          {changes.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <p className="aside">Every customer is decided by these rules from now on, those who are silent too; the progress is shown on the journey.</p>
      </Confirm>
    </>
  );
}

function Versions({ current, onTake }: { readonly current: number; readonly onTake: (stages: readonly StageDraft[]) => void }) {
  const [versions, setVersions] = useState<readonly JourneyVersion[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const open = () => {
    if (versions !== null) return;
    api.journeyVersions().then(
      (answer) => setVersions(answer.items),
      (problem: unknown) => setError(problem instanceof Error ? problem.message : String(problem)),
    );
  };
  return (
    <details className="card journey-versions" onToggle={(event) => event.currentTarget.open && open()}>
      <summary>Versions</summary>
      <div className="card-body">
        {error !== null && <Note tone="bad">{error}</Note>}
        {versions === null && error === null && <Loading what="Loading the versions" lines={2} />}
        <ul>
          {versions?.map((version) => (
            <li key={version.version}>
              <span>
                <b>{versionName(version)}</b> <span className="aside">{version.stages.map((stage) => stage.name).join(" → ")}</span>
              </span>
              {version.version !== current && (
                <Button small onClick={() => onTake(version.stages)} aria-label={`Begin with version ${version.version}`}>
                  Begin with it
                </Button>
              )}
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
