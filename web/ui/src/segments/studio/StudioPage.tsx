// Where a segment's rule is written: checked and previewed as you type, published as a version.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { RuleProblem, Segment, SegmentDetail, SegmentVersion } from "../../api/contract";
import { api } from "../../api/http";
import { plural } from "../../format/format";
import { useStore } from "../../live/store";
import { Link, navigate } from "../../router/router";
import { useRole } from "../../session/useSession";
import { Refused } from "../../shell/Refused";
import { Button } from "../../ui/Button";
import { Kbd } from "../../ui/Copy";
import { Loading } from "../../ui/EmptyState";
import { Icon } from "../../ui/icons";
import { Note } from "../../ui/parts";
import { toast } from "../../ui/toasts";
import { useTitle } from "../../ui/useTitle";
import { editHref, newSegmentHref, segmentHref, segmentsHref } from "../address";
import { Backfills } from "../Backfills";
import { RuleEditor, type RuleEditorHandle } from "../editor/RuleEditor";
import { segmentList } from "../list/useSegments";
import { Versions } from "../page/Versions";
import { describe } from "../rule/describe";
import { useSegment, type OneSegment } from "../useSegment";
import { useWords } from "../useWords";
import { Conflict } from "./Conflict";
import { DraftStore, hintsOf, isEmpty, problemsOf, type CheckState } from "./draft";
import { FieldsList } from "./FieldsList";
import { forget, keep, kept, tabStorage } from "./keep";
import { PreviewPanel } from "./PreviewPanel";
import { Problems } from "./Problems";
import { PublishDialog } from "./PublishDialog";
import "../segments.css";

interface StudioPageProps {
  /** Null for a new segment. */
  readonly segmentKey: string | null;
  readonly query: URLSearchParams;
}

export function StudioPage({ segmentKey, query }: StudioPageProps) {
  const one = useSegment(segmentKey);
  const operator = useRole("operator");
  useTitle(segmentKey === null ? "New segment" : `Edit ${one.segment?.name ?? segmentKey}`);
  if (!operator) return <Refused who="operators and admins" />;
  if (segmentKey !== null && one.segment === null) {
    return (
      <div className="page narrow">
        <h1>{one.missing ? "There is no such segment" : "Edit a segment"}</h1>
        {one.missing && (
          <p>
            There is no segment “{segmentKey}”: perhaps it was deleted. See <Link href={segmentsHref}>all segments</Link>.
          </p>
        )}
        {one.error !== null && <Note tone="bad">{one.error}</Note>}
        {!one.missing && one.error === null && <Loading what="Loading the segment" lines={5} />}
      </div>
    );
  }
  return <Studio one={one} segment={one.segment} asked={query.get("version")} given={query.get("rule")} />;
}

interface StudioProps {
  readonly one: OneSegment;
  readonly segment: SegmentDetail | null;
  /** A version whose rule is to be restored. */
  readonly asked: string | null;
  /** A rule to begin with. */
  readonly given: string | null;
}

interface Begin {
  readonly text: string;
  readonly version: number;
  /** Where the text came from, when that has to be said. */
  readonly from: "kept" | "restored" | null;
}

function Studio({ one, segment, asked, given }: StudioProps) {
  const key = segment?.key ?? null;
  const words = useWords();
  const [begin, setBegin] = useState<Begin>(() => beginOf(segment, asked, given));
  const [base, setBase] = useState(begin.version);
  const [cursor, setCursor] = useState(begin.text.length);
  const [publishing, setPublishing] = useState(false);
  const editor = useRef<RuleEditorHandle>(null);
  const store = useMemo(
    () => new DraftStore((rule, signal) => api.checkRule(rule, "segment", signal, key), (rule, signal) => api.preview(rule, key, signal), begin.text),
    // The text is where it begins; from then on the draft is its own.
    [key],
  );
  const draft = useStore(store);
  const { check } = draft;
  const problems = problemsOf(check);
  const hints = hintsOf(check);
  const meaning = useMemo(() => describe(draft.text, cursor, words), [draft.text, cursor, words]);
  const published = segment?.versions.find((version) => version.version === segment.version)?.rule ?? segment?.rule ?? "";
  const changed = draft.text !== published;
  const baseVersion = segment?.versions.find((version) => version.version === base) ?? null;
  const theirs = segment !== null && segment.version > base ? (segment.versions.find((version) => version.version === segment.version) ?? null) : null;

  // Said once: whoever loads the page again goes on with what she wrote.
  useEffect(() => {
    if (asked !== null || given !== null) navigate(key === null ? newSegmentHref() : editHref(key), { replace: true });
  }, [asked, given, key]);

  useEffect(() => {
    store.open();
    return () => store.close();
  }, [store]);

  useEffect(() => {
    if (draft.text === published || isEmpty(draft.text)) forget(tabStorage(), key);
    else keep(tabStorage(), key, { text: draft.text, version: base });
  }, [draft.text, published, key, base]);

  const write = useCallback((text: string) => store.write(text), [store]);
  const set = (text: string) => (editor.current ? editor.current.set(text) : write(text));
  const take = (problem: RuleProblem) => {
    if (problem.suggestion !== null && store.fits(problem)) editor.current?.replace(problem.start, problem.start + problem.length, problem.suggestion);
  };
  const publish = () => {
    if (theirs !== null) document.querySelector<HTMLElement>(".conflict")?.focus();
    else if (check.status === "right" && draft.checked === draft.text) setPublishing(true);
    else if (problems[0]) editor.current?.select(problems[0].start, problems[0].start + problems[0].length);
  };
  const done = (made: Segment) => {
    forget(tabStorage(), key);
    void segmentList.reload();
    toast(`${made.name}, version ${made.version}, is published`, { tone: "good" });
    navigate(segmentHref(made.key));
  };
  const restore = (version: SegmentVersion) => {
    set(version.rule);
    setBegin({ text: version.rule, version: base, from: "restored" });
    editor.current?.select(0, 0);
  };

  return (
    <div className="page studio">
      <div className="page-head">
        <Link href={key === null ? segmentsHref : segmentHref(key)} className="back">
          ← {segment?.name ?? "Segments"}
        </Link>
      </div>
      <div className="page-head">
        <h1>{segment === null ? "New segment" : `Edit ${segment.name}`}</h1>
        <span className="aside">{segment !== null && (changed ? `Version ${base + 1}, not published yet` : `As published: version ${segment.version}`)}</span>
        <Button tone="primary" className="studio-publish" disabled={check.status !== "right"} title="Ctrl+Enter" onClick={publish}>
          Publish …
        </Button>
      </div>
      <Backfills live={one.live} />
      {begin.from === "kept" && changed && (
        <Note>
          What you wrote before and did not publish is here again.{" "}
          <Button tone="plain" onClick={() => set(published)}>
            {segment === null ? "Begin with nothing" : `Begin again from version ${segment.version}`}
          </Button>
        </Note>
      )}
      {begin.from === "restored" && changed && <Note>The rule of an earlier version. Publishing makes it a new version; see beforehand whom it changes.</Note>}
      {theirs !== null && (
        <Conflict
          base={baseVersion}
          theirs={theirs}
          onKeep={() => setBase(theirs.version)}
          onTheirs={() => {
            set(theirs.rule);
            setBase(theirs.version);
          }}
        />
      )}
      <div className="studio-columns">
        <section className="card studio-rule" aria-label="Rule">
          <header>
            <h2>Rule</h2>
            <CheckLine check={check} stale={draft.checked !== draft.text} />
          </header>
          <div className="card-body">
            <RuleEditor
              ref={editor}
              text={draft.text}
              label="Rule"
              placeholder={'orders.count >= 2 and last(orders) older than 60d'}
              problems={problems}
              hints={hints}
              words={words}
              onWrite={write}
              onPlace={setCursor}
              onTake={take}
              onDone={publish}
              autoFocus
            />
            <Problems problems={problems} hints={hints} stale={draft.checked !== draft.text} onShow={(problem) => editor.current?.select(problem.start, problem.start + problem.length)} onTake={take} />
            {check.status === "failed" && (
              <Note tone="bad">
                The rule could not be checked: {check.error}{" "}
                <Button small onClick={() => store.again()}>
                  Try again
                </Button>
              </Note>
            )}
            <p className="rule-meaning aside">
              {meaning === null ? (
                <>
                  <Kbd keys="Ctrl Space" /> shows what may stand here, <Kbd keys="Tab" /> or <Kbd keys="Enter" /> takes it, <Kbd keys="Ctrl ." /> takes a correction.
                </>
              ) : (
                <>
                  <b>
                    <code>{meaning.title}</code>
                  </b>{" "}
                  <span className="badge">{meaning.type}</span> {meaning.help} {meaning.example !== null && <code>{meaning.example}</code>}
                </>
              )}
            </p>
          </div>
        </section>
        <div className="studio-found">
          <PreviewPanel draft={draft} against={segment?.version ?? null} onStop={() => store.stop()} onAgain={() => store.again()} />
        </div>
        <FieldsList words={words} onInsert={(text) => editor.current?.insert(text)} />
      </div>
      {segment !== null && <Versions segment={segment} onRestore={restore} />}
      {publishing && (
        <PublishDialog
          draft={draft}
          segment={segment}
          base={base}
          taken={words.segments.map((each) => each.key)}
          onDone={done}
          onConflict={() => {
            setPublishing(false);
            void one.reload();
          }}
          onClose={() => setPublishing(false)}
        />
      )}
    </div>
  );
}

function beginOf(segment: SegmentDetail | null, asked: string | null, given: string | null): Begin {
  const restored = segment?.versions.find((version) => String(version.version) === asked && !version.deleted);
  if (segment !== null && restored) return { text: restored.rule, version: segment.version, from: "restored" };
  if (given !== null) return { text: given, version: segment?.version ?? 0, from: null };
  const before = kept(tabStorage(), segment?.key ?? null);
  return before === null ? { text: segment?.rule ?? "", version: segment?.version ?? 0, from: null } : { ...before, from: "kept" };
}

/** Whether the rule is right, in one line that keeps its place. */
function CheckLine({ check, stale }: { readonly check: CheckState; readonly stale: boolean }) {
  return (
    <span className={`check-line ${check.status}`} role="status">
      {check.status === "right" && !stale && (
        <>
          <Icon name="check" /> {check.dependsOnTime ? "Right. Time alone can change the answer: at the exact second" : "Right. Only events change the answer"}
        </>
      )}
      {check.status === "wrong" && !stale && (
        <>
          <Icon name="warning" /> {plural(check.problems.length, "problem", "problems")}
        </>
      )}
    </span>
  );
}
