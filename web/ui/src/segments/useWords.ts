// The words a rule may use here: asked for once, when the first rule is written.
import { useEffect, useState } from "react";
import type { Vocabulary } from "../api/contract";
import { api } from "../api/http";
import { segmentList } from "./list/useSegments";
import { noWords, type RuleWords } from "./rule/words";

let vocabulary: Promise<Vocabulary> | null = null;

function vocabularyOf(): Promise<Vocabulary> {
  vocabulary ??= api.vocabulary().catch((error: unknown) => {
    vocabulary = null;
    throw error;
  });
  return vocabulary;
}

async function eventsOf(): Promise<readonly string[]> {
  const { names } = await api.breakdown("all");
  return Object.entries(names)
    .filter(([name]) => name !== "Other")
    .sort((a, b) => b[1].events - a[1].events)
    .map(([name]) => name);
}

/** `ready`: the vocabulary has come; without it nothing can be completed, everything else works. */
export function useWords(): RuleWords & { readonly ready: boolean } {
  const [known, setKnown] = useState<RuleWords>(noWords);
  const [ready, setReady] = useState(false);

  useEffect(() => {
    let gone = false;
    const learn = (part: Partial<RuleWords>) => !gone && setKnown((all) => ({ ...all, ...part }));
    vocabularyOf().then(
      (words) => {
        learn({ vocabulary: words });
        if (!gone) setReady(true);
      },
      () => undefined,
    );
    // Event names are a help, nothing more.
    eventsOf().then((events) => learn({ events }), () => undefined);
    const segments = () => learn({ segments: segmentList.get().items ?? [] });
    segments();
    const stop = segmentList.subscribe(segments);
    return () => {
      gone = true;
      stop();
    };
  }, []);
  return { ...known, ready };
}
