// The editor itself: CodeMirror, in a shadow tree. There its styles are sheets made through the object model, which
// `default-src 'self'` allows; in the page it would add a <style> element, which that policy refuses.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, startCompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { EditorState, Prec, RangeSetBuilder, StateField, type Extension, type Text } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, keymap, placeholder, type DecorationSet } from "@codemirror/view";
import type { RuleProblem } from "../../api/contract";
import { suggest, type Suggestion } from "../rule/suggest";
import { tokens } from "../rule/tokens";
import type { RuleWords } from "../rule/words";
import { theme } from "./theme";

export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  readonly placeholder: string;
  readonly words: () => RuleWords;
  readonly onWrite: (text: string) => void;
  /** The cursor has moved. */
  readonly onPlace: (cursor: number) => void;
  /** Takes the suggestion of this problem. */
  readonly onTake: (problem: RuleProblem) => void;
  /** Ctrl+Enter. */
  readonly onDone: () => void;
}

export interface Editor {
  /** Another text altogether. It can be undone like any change. */
  set(text: string): void;
  replace(from: number, to: number, text: string): void;
  /** Underlines what is wrong, and what is allowed but looks like a slip. */
  mark(problems: readonly RuleProblem[], hints: readonly RuleProblem[]): void;
  /** Selects a part of the text and gives the editor the focus. */
  select(from: number, to: number): void;
  /** Puts words where the cursor is. */
  insert(text: string): void;
  close(): void;
}

export function openEditor(parent: HTMLElement, options: EditorOptions): Editor {
  const host = document.createElement("div");
  host.className = "rule-editor-host";
  parent.append(host);
  const root = host.attachShadow({ mode: "open", delegatesFocus: true });
  let problems: readonly RuleProblem[] = [];

  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: options.text, extensions: extensions(options, () => problems) }),
  });

  return {
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length }, userEvent: "input.replace" });
    },
    replace(from, to, text) {
      // Whoever writes elsewhere stays there.
      const { head } = view.state.selection.main;
      const within = head >= from && head <= to;
      view.dispatch({ changes: { from, to, insert: text }, ...(within ? { selection: { anchor: from + text.length } } : {}), userEvent: "input.replace" });
      view.focus();
    },
    mark(next, hints) {
      problems = [...next, ...hints];
      view.dispatch(setDiagnostics(view.state, problems.map((problem) => diagnostic(problem, next.includes(problem) ? "error" : "warning", view.state.doc, options))));
    },
    select(from, to) {
      const end = view.state.doc.length;
      view.dispatch({ selection: { anchor: Math.min(from, end), head: Math.min(to, end) }, scrollIntoView: true });
      view.focus();
    },
    insert(text) {
      const { from, to } = view.state.selection.main;
      const before = view.state.sliceDoc(Math.max(0, from - 1), from);
      put(view, from, to, before === "" || /[\s(]/.test(before) ? text : ` ${text}`);
      view.focus();
    },
    close() {
      view.destroy();
      host.remove();
    },
  };
}

function extensions(options: EditorOptions, problems: () => readonly RuleProblem[]): Extension {
  const takeFirst = (view: EditorView) => {
    const { head } = view.state.selection.main;
    const fixable = problems().filter((problem) => problem.suggestion !== null);
    const problem = fixable.find(({ start, length }) => head >= start && head <= start + length) ?? fixable[0];
    if (!problem) return false;
    options.onTake(problem);
    return true;
  };
  return [
    theme,
    history(),
    // A cursor that blinks moves, too.
    drawSelection(window.matchMedia("(prefers-reduced-motion: reduce)").matches ? { cursorBlinkRate: 0 } : {}),
    EditorView.lineWrapping,
    placeholder(options.placeholder),
    EditorView.contentAttributes.of({ "aria-label": options.label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
    EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["(", '"'] }, commentTokens: { line: "--" } }]),
    closeBrackets(),
    colours,
    autocompletion({ override: [(context) => completions(context, options.words())], icons: false, activateOnTypingDelay: 40, interactionDelay: 0 }),
    EditorView.domEventHandlers({ beforeinput: typeOver }),
    // Tab takes what is offered; without an offer it leads on, as everywhere on the page.
    Prec.highest(
      keymap.of([
        { key: "Tab", run: acceptCompletion },
        { key: "Mod-.", run: takeFirst },
        { key: "Mod-Enter", run: () => (options.onDone(), true) },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onWrite(update.state.doc.toString());
      if (update.docChanged || update.selectionSet) options.onPlace(update.state.selection.main.head);
    }),
  ];
}

const marks = Object.fromEntries(
  ["comment", "text", "number", "duration", "keyword", "function", "field"].map((kind) => [kind, Decoration.mark({ class: `rule-${kind}` })]),
);

/** Rules are short: all of it is coloured anew at each change. */
const colours = StateField.define<DecorationSet>({
  create: ({ doc }) => coloured(doc),
  update: (value, { docChanged, newDoc }) => (docChanged ? coloured(newDoc) : value),
  provide: (field) => EditorView.decorations.from(field),
});

function coloured(doc: Text): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const token of tokens(doc.toString())) {
    const mark = marks[token.kind];
    if (mark) builder.add(token.from, token.to, mark);
  }
  return builder.finish();
}

/**
 * Typing over a selection is done here: a browser that does it keeps the look of what was there in a style of the new text's own,
 * which the policy refuses aloud.
 */
function typeOver(event: InputEvent, view: EditorView): boolean {
  const { main } = view.state.selection;
  const text = event.data;
  if (event.inputType !== "insertText" || text === null || main.empty || view.composing || view.state.selection.ranges.length > 1) return false;
  event.preventDefault();
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handle) => handle(view, main.from, main.to, text, insert))) view.dispatch(insert());
  return true;
}

/** What may follow where a text may as well be at its end. */
const enough: ReadonlySet<string> = new Set(["and", "or", ",", ")"]);

function completions(context: CompletionContext, words: RuleWords): CompletionResult | null {
  const found = suggest(context.state.doc.toString(), context.pos, words);
  if (found === null || found.options.length === 0) return null;
  const begun = context.pos > found.from;
  // Unasked, between words, only what must come next is offered: whoever has written a whole condition may be done.
  const must = context.matchBefore(/[\s(]$/) !== null && found.options.some((option) => !enough.has(option.label));
  if (!context.explicit && !begun && !must) return null;
  return { from: found.from, to: found.to, options: found.options.map((option, index) => completion(option, found.options.length - index)), validFor: /^"?[\p{L}\p{N}_. -]*$/u };
}

function completion(option: Suggestion, rank: number): Completion {
  return {
    label: option.label,
    type: option.kind,
    // As the list stands: what comes first is what is wanted most.
    boost: Math.min(99, rank / 4),
    ...(option.detail === undefined ? {} : { detail: option.detail }),
    ...(option.help === undefined && option.example === undefined ? {} : { info: () => info(option) }),
    apply: (view, _, from, to) => put(view, from, to, option.insert ?? option.label),
  };
}

/** Puts words in, the cursor where `|` stands in them, and goes on helping where they are not whole yet. */
function put(view: EditorView, from: number, to: number, words: string): void {
  const at = words.indexOf("|");
  const insert = words.replace("|", "");
  const anchor = from + (at < 0 ? insert.length : at);
  view.dispatch({ changes: { from, to, insert }, selection: { anchor }, userEvent: "input.complete", scrollIntoView: true });
  if (at >= 0 || insert.endsWith(".")) startCompletion(view);
}

function info(option: Suggestion): HTMLElement {
  const box = document.createElement("div");
  const help = document.createElement("p");
  help.textContent = option.help ?? "";
  box.append(help);
  if (option.example !== undefined) {
    const example = document.createElement("code");
    example.textContent = option.example;
    box.append(example);
  }
  return box;
}

function diagnostic(problem: RuleProblem, severity: Diagnostic["severity"], doc: Text, { onTake }: EditorOptions): Diagnostic {
  const from = Math.min(problem.start, doc.length);
  return {
    from,
    to: Math.min(problem.start + problem.length, doc.length),
    severity,
    message: problem.message,
    ...(problem.suggestion === null ? {} : { actions: [{ name: `Use ${problem.suggestion}`, apply: () => onTake(problem) }] }),
  };
}
