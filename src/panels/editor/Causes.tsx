import { useDeferredValue, useMemo, useState } from 'react';
import { type NodeCauses, pathText } from '../../engine';
import { t } from '../../i18n';
import { heldChoice } from '../../state/cursor/choice';
import { appStore, useApp } from '../../state/store';
import type { RulePlace } from '../../state/types';
import { Icon } from '../../ui/controls/Icon';
import { shortChain } from '../../ui/names/chainName';
import { bareRuleText, fullText } from '../../ui/names/ruleText';
import { causesAt, isSmall, rulesOn, tally } from './causesAt';
import type { TextCursor } from './useEditor';

/** Rows drawn of one node; a Service's name can be behind thousands. */
const SHOWN = 100;
/** More nodes than this are folded, and generate their rules when they are opened. */
const OPEN_NODES = 3;
const CHAIN_CHARS = 26;

function CauseRow({ place, chosen }: { readonly place: RulePlace; readonly chosen: boolean }) {
  const { table, chain, number, rule } = place;
  return (
    <li>
      <button
        type="button"
        className="cause"
        aria-pressed={chosen}
        title={fullText(chain, rule)}
        onClick={() => appStore.getState().showRule(place)}
      >
        <span className="cause-place">
          {shortChain(chain, CHAIN_CHARS)} {number}
          <span>{table}</span>
        </span>
        <code>{bareRuleText(rule)}</code>
      </button>
    </li>
  );
}

function NodeRules({ node }: { readonly node: NodeCauses }) {
  const choice = useApp(heldChoice);
  const rules = rulesOn(node);
  const more = rules.length - SHOWN;
  if (rules.length === 0) return <p className="causes-more">{t('shell.causes.noneHere')}</p>;
  return (
    <>
      <ul>
        {rules.slice(0, SHOWN).map((place) => (
          <CauseRow
            key={`${place.family} ${place.table} ${place.chain} ${place.number}`}
            place={place}
            chosen={choice?.machine === place.machine && choice.rule === place.rule}
          />
        ))}
      </ul>
      {more > 0 && <p className="causes-more">{t('shell.causes.more', { count: more })}</p>}
    </>
  );
}

interface NodeProps {
  readonly node: NodeCauses;
  readonly initially: boolean;
  readonly counted: boolean;
}

function NodeSection({ node, initially, counted }: NodeProps) {
  const [open, setOpen] = useState(initially);
  return (
    <details className="causes-node" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="right" size={10} />
        <span>{node.name}</span>
        {(open || counted) && <span>{rulesOn(node).length}</span>}
      </summary>
      {open && <NodeRules node={node} />}
    </details>
  );
}

interface CausesProps {
  readonly cursor: TextCursor | undefined;
  /** The list has taken room from the text. */
  onOpen(): void;
}

/** From a line of the text to the rules that it causes, on every node. */
export default function Causes({ cursor, onOpen }: CausesProps) {
  const cluster = useApp((s) => s.cluster);
  const network = useApp((s) => s.network);
  const broken = useApp((s) => s.broken);
  const blank = useApp((s) => s.text.trim() === '');
  const [open, setOpen] = useState(false);
  const at = useDeferredValue(cursor);
  const causes = useMemo(
    () => (at && !broken ? causesAt(cluster, network, at) : undefined),
    [cluster, network, at, broken],
  );
  const small = isSmall(cluster);
  const count = useMemo(() => (causes && small ? tally(causes.nodes) : undefined), [causes, small]);
  if (!at || broken || !causes || count?.rules === 0) {
    const say = blank ? 'empty' : !at ? 'hint' : broken ? 'broken' : 'none';
    return <p className="causes-hint">{t(`shell.causes.${say}`, { line: at?.line ?? 0 })}</p>;
  }
  const path = pathText(causes.field.path);
  const head = count
    ? t('shell.causes.count', {
        line: at.line,
        rules: t('shell.causes.rules', { count: count.rules }),
        nodes: t('shell.causes.nodes', { count: count.nodes }),
      })
    : t('shell.causes.uncounted', { line: at.line });
  const nodes = small ? causes.nodes.filter((node) => rulesOn(node).length > 0) : causes.nodes;
  return (
    <details
      className="causes"
      open={open}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
        if (currentTarget.open) requestAnimationFrame(onOpen);
      }}
    >
      <summary
        className="causes-head"
        title={`${causes.field.object.kind} ${causes.field.object.name} ${path}`}
      >
        <Icon name="right" size={12} />
        {head}
      </summary>
      {open && (
        <div className="causes-body">
          {nodes.map((node, i) => (
            <NodeSection
              key={`${node.machine} ${path}`}
              node={node}
              initially={i === 0 || nodes.length <= OPEN_NODES}
              counted={small}
            />
          ))}
        </div>
      )}
    </details>
  );
}
