// Everything a rule can name, with what it means; a press puts it into the rule.
import { useState } from "react";
import { TextField } from "../../ui/Field";
import { isOpen, stem, typeNames, type RuleWords } from "../rule/words";

interface FieldsListProps {
  readonly words: RuleWords;
  readonly onInsert: (text: string) => void;
}

interface Entry {
  readonly name: string;
  readonly insert: string;
  readonly type: string;
  readonly help: string;
  readonly example: string;
}

export function FieldsList({ words, onInsert }: FieldsListProps) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const entries = entriesOf(words).filter(({ name, help }) => wanted === "" || `${name} ${help}`.toLowerCase().includes(wanted));
  return (
    <details className="card fields">
      <summary>
        <h2>All fields and functions</h2>
        <span className="aside">{words.vocabulary.items.length + words.vocabulary.functions.length || ""}</span>
      </summary>
      <div className="card-body">
        <TextField label="Search the fields" hideLabel type="search" placeholder="orders, score, consent …" value={text} onChange={(event) => setText(event.target.value)} />
        {entries.length === 0 ? (
          <p className="aside">{words.vocabulary.items.length === 0 ? "The server has not said yet what there is." : `Nothing has “${text.trim()}” in its name or meaning.`}</p>
        ) : (
          <ul className="fields-list" role="list" tabIndex={0} aria-label="Fields and functions">
            {entries.map(({ name, insert, type, help, example }) => (
              <li key={name}>
                <button type="button" onClick={() => onInsert(insert)} title={`Put ${name} into the rule`}>
                  <code>{name}</code>
                </button>
                <span className="badge">{type}</span>
                <p>{help}</p>
                <code className="faint">{example}</code>
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  );
}

function entriesOf({ vocabulary }: RuleWords): readonly Entry[] {
  return [
    ...vocabulary.functions.map((each) => ({ name: each.signature, insert: `${each.name}(|)`, type: "function", help: each.description, example: each.example })),
    ...vocabulary.items.map((item) => ({
      name: item.path,
      insert: isOpen(item.path) ? stem(item.path) : item.path,
      type: typeNames[item.type],
      help: item.description,
      example: item.example,
    })),
  ];
}
