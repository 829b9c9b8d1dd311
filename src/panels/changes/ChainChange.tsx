import type { ChainDiff, RuleChange } from '../../compare';
import { t } from '../../i18n';
import { AddressText } from '../../ui/address/AddressText';
import { shortChain } from '../../ui/names/chainName';
import { fullText } from '../../ui/names/ruleText';
import { type Piece, rulePieces } from './pieces';

const SIGNS = { added: '+', removed: '−', rewritten: '~', changed: '~' } as const;

/** Sign and position say what happened; colour is for addresses. */
function Sign({ kind }: { readonly kind: keyof typeof SIGNS }) {
  return (
    <>
      <span className="change-sign" aria-hidden="true">
        {SIGNS[kind]}
      </span>
      <span className="visually-hidden">{t(`changes.sign.${kind}`)} </span>
    </>
  );
}

const TAGS = { same: 'span', old: 'del', new: 'ins' } as const;

function Pieces({ pieces }: { readonly pieces: readonly Piece[] }) {
  return pieces.map(({ role, text }) => {
    const Tag = TAGS[role];
    return (
      <Tag key={`${role} ${text}`}>
        <AddressText text={text} />
      </Tag>
    );
  });
}

function RuleLine({ chain, change }: { readonly chain: string; readonly change: RuleChange }) {
  const { conditions, target, comment, before, after } = rulePieces(change);
  const title = [before, after].flatMap((side) => (side ? [fullText(chain, side.rule)] : [])).join('\n');
  return (
    <li className={`change-rule is-${change.kind}`} title={title}>
      <Sign kind={change.kind} />
      <span className="change-number">{(after ?? before)?.number}</span>
      <span className="change-text">
        {conditions.length > 0 && (
          <span className="change-line">
            <Pieces pieces={conditions} />
          </span>
        )}
        <span className="change-line">
          <Pieces pieces={target} />
        </span>
        {comment.length > 0 && (
          <span className="change-line is-comment">
            <Pieces pieces={comment} />
          </span>
        )}
      </span>
    </li>
  );
}

interface ChainChangeProps {
  readonly diff: ChainDiff;
  /** Only so many of its rules. */
  readonly most: number;
}

/** One chain and those of its rules that changed. */
export function ChainChange({ diff, most }: ChainChangeProps) {
  const { table, chain, change, rules, policy } = diff;
  return (
    <section className={`change-chain is-${change}`} aria-label={chain}>
      <h4 title={chain}>
        <Sign kind={change} />
        <span>{shortChain(chain, 28)}</span>
        <span className="change-table">{table}</span>
      </h4>
      <ol>
        {policy && (
          <li className="change-rule is-rewritten">
            <Sign kind="rewritten" />
            <span className="change-text">
              {t('changes.policy')} <del>{policy.before}</del> <ins>{policy.after}</ins>
            </span>
          </li>
        )}
        {rules.slice(0, most).map((rule, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list of changes never changes itself
          <RuleLine key={i} chain={chain} change={rule} />
        ))}
      </ol>
    </section>
  );
}
