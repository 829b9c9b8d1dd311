import { indentService, StreamLanguage, type StringStream } from '@codemirror/language';

/** What one line hands to the next. */
interface LineState {
  /** Inside a block scalar (`|`, `>`): the indentation of the line that opened it. */
  block: number | undefined;
  /** The key just read was `kind`: its value is what one looks for first. */
  afterKind: boolean;
}

const KEY =
  /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s#[\]{},&*!|>'"%@`-][^#]*?|-[^\s#][^#]*?)(?=\s*:(?:\s|$))/;
const QUOTED = /^(?:"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?)/;

function token(stream: StringStream, state: LineState): string | null {
  if (stream.sol()) {
    state.afterKind = false;
    if (state.block !== undefined) {
      if (stream.indentation() > state.block || stream.match(/^\s*$/, false)) {
        stream.skipToEnd();
        return null;
      }
      state.block = undefined;
    }
    if (stream.match(/^(?:---|\.\.\.)(?=\s|$)/)) return 'meta';
  }
  if (stream.eatSpace()) return null;
  if (stream.peek() === '#' && (stream.sol() || /\s/.test(stream.string[stream.pos - 1] ?? ' '))) {
    stream.skipToEnd();
    return 'comment';
  }
  if (stream.match(/^[-?:](?=\s|$)/)) return 'punctuation';
  if (stream.match(/^[[\]{},]/)) return 'punctuation';
  if (stream.match(KEY)) {
    state.afterKind = /^["']?kind["']?$/.test(stream.current());
    return 'propertyName';
  }
  if (stream.match(/^[|>][-+\d]*(?=\s|$)/)) {
    state.block = stream.indentation();
    return 'punctuation';
  }
  if (stream.match(/^[&*!]\S*/)) return 'meta';
  if (!stream.match(QUOTED) && !stream.match(/^[^\s,[\]{}]+/)) stream.next();
  return state.afterKind ? 'typeName' : null;
}

/**
 * YAML and JSON, as far as colours and indentation need it. The parser of `@lezer/yaml` 1.0 loses its place after two
 * comment lines under `---`, which is how most manifests begin; what the text means is decided by the engine anyway.
 */
export const manifestLanguage = StreamLanguage.define<LineState>({
  name: 'manifest',
  startState: () => ({ block: undefined, afterKind: false }),
  copyState: (state) => ({ ...state }),
  token,
  languageData: { commentTokens: { line: '#' } },
});

/** A line under `key:` goes in by one unit; any other keeps the indentation of the line above. */
export const manifestIndent = indentService.of((context, pos) => {
  const above = context.lineAt(pos, -1);
  const opens = /[^\s#][^#]*:\s*$/.test(above.text);
  return context.lineIndent(above.from) + (opens ? context.unit : 0);
});
