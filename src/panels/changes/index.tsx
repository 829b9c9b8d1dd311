import './changes.css';
import { language, t } from '../../i18n';
import { useApp } from '../../state/store';
import { AddressText } from '../../ui/address/AddressText';
import { Group } from './Group';
import { TakeBack } from './TakeBack';
import { Way } from './Way';
import { changeWords } from './words';

/** What the last change did: to the rules of every node, and to the packet's way. */
export default function ChangesPanel() {
  const changes = useApp((s) => s.changes);
  const at = useApp((s) => s.change?.at);
  if (!changes) return null;
  const { of, groups, comparison, nodes } = changes;
  return (
    <section className="changes" aria-label={t('changes.region')} lang={language()}>
      <header className="changes-head">
        <h2>
          <AddressText text={changeWords(of)} />
        </h2>
        <TakeBack />
      </header>
      {at === 'before' && (
        <p className="changes-back" role="status">
          {t('changes.takenBack')}
        </p>
      )}
      <Way change={of} comparison={comparison} />
      {groups.length === 0 && <p className="changes-none">{t('changes.noRules')}</p>}
      {groups.map((group, i) => (
        <Group key={`${group.family} ${group.change} ${group.nodes[0]}`} group={group} open={i === 0} />
      ))}
      {nodes.compared < nodes.all && (
        <p className="changes-none">{t('changes.compared', { compared: nodes.compared, all: nodes.all })}</p>
      )}
    </section>
  );
}
