import { originOf, type Rule, type Step } from '../../engine';
import { originText, t } from '../../i18n';
import { breakpointsIn, rulePoint } from '../../state/cursor/breakpoints';
import { askedIn } from '../../state/settings/question';
import { appStore, useApp } from '../../state/store';
import type { RulePlace } from '../../state/types';
import { AddressText } from '../../ui/address/AddressText';
import { Button } from '../../ui/controls/Button';
import { CopyButton } from '../../ui/controls/CopyButton';
import { GoOn } from '../../ui/controls/GoOn';
import { fullText } from '../../ui/names/ruleText';
import { endpointOf, oddsOf } from './odds';
import { placeText } from './originPlaceText';

/** The line of the text that a rule leads back to, as the way there. */
function Place({ place }: { readonly place: RulePlace }) {
  const cluster = useApp((s) => s.cluster);
  const broken = useApp((s) => s.broken);
  const pasted = useApp((s) => s.settings[`rules@${place.machine.replace(/^node\//, '')}`] !== undefined);
  const { line, text, object } = placeText(cluster, place.rule);
  if (pasted && !originOf(place.rule))
    return <span className="rule-no-place">{t('panels.rules.pasted')}</span>;
  if (line === undefined) return <span className="rule-no-place">{text}</span>;
  return (
    <button
      type="button"
      className="link rule-place"
      title={object}
      // The lines of a text that cannot be read are not those of the cluster.
      disabled={broken}
      onClick={() => appStore.getState().showOrigin(place)}
    >
      {text}
    </button>
  );
}

/** Sends a new flow for which the draws are made to choose this rule, and goes to where they do. */
function chooseThis({ machine, table, chain, number }: RulePlace, endpoint: string): void {
  const { sendNow, seek } = appStore.getState();
  sendNow({ force: endpoint });
  const isChoice = (step: Step) =>
    step.kind === 'rule' &&
    step.matched &&
    step.machine === machine &&
    step.table === table &&
    step.chain === chain &&
    step.number === number;
  const step = appStore.getState().exchange?.steps.find(isChoice);
  if (step) seek(step.index);
}

/** Where chance decides: take this way, or leave it to chance again. */
function Choose({ place }: { readonly place: RulePlace }) {
  const forced = useApp((s) => s.exchange?.request.force);
  const ruleset = useApp((s) => s.network.machines.get(place.machine)?.ruleset(place.family));
  const rules = ruleset?.tables.get(place.table)?.chains.get(place.chain)?.rules;
  if (!ruleset || !rules || !oddsOf(rules, place.number)) return null;
  const endpoint = endpointOf(ruleset, place.table, place.rule);
  if (endpoint === undefined) return null;
  if (forced === endpoint)
    return (
      <Button look="plain" icon="dice" onClick={() => appStore.getState().sendNow({ force: undefined })}>
        {t('panels.rules.leave')}
      </Button>
    );
  return (
    <Button
      look="plain"
      icon="dice"
      title={t('panels.rules.chooseTitle', { endpoint })}
      onClick={() => chooseThis(place, endpoint)}
    >
      {t('panels.rules.choose')}
    </Button>
  );
}

function BreakButton({ place: { table, chain, number, rule }, rules }: BreakButtonProps) {
  const set = useApp((s) => breakpointsIn(s.breakpoints, table, chain, rules).rules.has(number));
  return (
    <Button
      look="plain"
      icon="flag"
      aria-pressed={set}
      title={t(set ? 'debug.removeHere' : 'debug.setHere')}
      onClick={() => appStore.getState().toggleBreakpoint(rulePoint(table, chain, number, rule), rules)}
    >
      {t(set ? 'debug.doNotStop' : 'debug.stopHere')}
    </Button>
  );
}

interface BreakButtonProps {
  readonly place: RulePlace;
  readonly rules: readonly Rule[];
}

/** Where the packet met the rule, and something in it is not evaluated: the ways to go on. */
function Asked({ place: { machine, family, table, chain, number } }: { readonly place: RulePlace }) {
  const exchange = useApp((s) => s.exchange);
  const met =
    exchange &&
    askedIn(exchange).find(
      (step) =>
        step.number === number &&
        step.chain === chain &&
        step.table === table &&
        step.machine === machine &&
        step.before.packet.family === family,
    );
  return met && <GoOn step={met} />;
}

interface DetailProps {
  readonly place: RulePlace;
  /** The rule was chosen by hand: its text as well. */
  readonly whole: boolean;
}

/** Why a rule exists and where that is written; and the rule in full, where that is asked for or all there is. */
export function Detail({ place, whole }: DetailProps) {
  const { chain, table, family, machine, rule } = place;
  const origin = originOf(rule);
  const rules = useApp(
    (s) => s.network.machines.get(machine)?.ruleset(family)?.tables.get(table)?.chains.get(chain)?.rules,
  );
  return (
    <div className="rule-detail">
      <div className="rule-detail-words">
        {(whole || !origin) && <code>{fullText(chain, rule)}</code>}
        <p>
          <b>{t('panels.rules.why')}</b> {origin && <AddressText text={`${originText(origin)} `} />}
          <Place place={place} />
        </p>
      </div>
      <div className="rule-detail-actions">
        <Asked place={place} />
        <Choose place={place} />
        {rules && <BreakButton place={place} rules={rules} />}
        <CopyButton
          label={t('panels.rules.copyRule')}
          title={fullText(chain, rule)}
          text={() => fullText(chain, rule)}
        />
        {rules && (
          <CopyButton
            label={t('panels.rules.copyChain')}
            title={t('panels.rules.copyLines', { chain, count: rules.length })}
            text={() => rules.map((one) => fullText(chain, one)).join('\n')}
          />
        )}
      </div>
    </div>
  );
}
