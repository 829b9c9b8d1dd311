import { useState } from 'react';
import { machineName, t } from '../../i18n';
import { exportMapPng, exportMapSvg } from '../../scene/export';
import { useApp } from '../../state/store';
import { Button } from '../../ui/controls/Button';
import { CopyButton } from '../../ui/controls/CopyButton';
import { Dialog } from '../../ui/popups/Dialog';
import { download, type Export, exportsOf } from './exports';

interface RowProps {
  /** What is taken out: "The Map, as it stands". */
  readonly what: string;
  readonly format: string;
  readonly file: string;
  onDownload(): void;
  /** Where it is text that one may paste elsewhere. */
  text?(): string;
}

function Row({ what, format, file, text, onDownload }: RowProps) {
  return (
    <li className="export-row">
      <span className="export-format">{format}</span>
      <span className="export-file mono" title={file}>
        {file}
      </span>
      {text && <CopyButton bare label={t('shell.export.copyAs', { what, format })} text={text} />}
      <Button
        icon="download"
        aria-label={t('shell.export.downloadAs', { what, format })}
        onClick={onDownload}
      >
        {t('shell.export.download')}
      </Button>
    </li>
  );
}

const mapSvg = () => document.querySelector<SVGSVGElement>('svg.map-svg');

/** Downloads of the picture; there is none where the Map is not in sight. */
function MapRows({ name }: { readonly name: string }) {
  const [failed, setFailed] = useState(false);
  const [there] = useState(() => mapSvg() !== null);
  if (!there) return null;
  const what = t('shell.export.map');
  const svg = () => {
    const map = mapSvg();
    if (map) download(`${name}.svg`, new Blob([exportMapSvg(map)], { type: 'image/svg+xml' }));
  };
  const png = async () => {
    const map = mapSvg();
    if (!map) return;
    try {
      download(`${name}.png`, await exportMapPng(map));
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <h3>{what}</h3>
      <ul>
        <Row what={what} format={t('shell.export.svg')} file={`${name}.svg`} onDownload={svg} />
        <Row what={what} format={t('shell.export.png')} file={`${name}.png`} onDownload={() => void png()} />
      </ul>
      {failed && <p role="alert">{t('shell.export.failed')}</p>}
    </>
  );
}

function Texts({ title, list }: { readonly title: string; readonly list: readonly Export[] }) {
  if (list.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {list.map(({ id, file, type, text }) => (
          <Row
            key={id}
            what={title}
            format={t(`shell.export.${id}`)}
            file={file}
            text={text}
            onDownload={() => download(file, new Blob([text()], { type }))}
          />
        ))}
      </ul>
    </>
  );
}

export interface ExportDialogProps {
  onClose(): void;
}

/** What is shown now, as files and texts. */
export default function ExportDialog({ onClose }: ExportDialogProps) {
  const state = useApp((s) => s);
  const all = exportsOf(state);
  const rules = all.filter(({ machine }) => machine !== undefined);
  const machine = rules[0]?.machine;
  const [trace] = all;
  const step = state.exchange ? `-step-${state.cursor + 1}` : '';
  const name = `${trace?.id === 'markdown' ? trace.file.replace(/\.md$/, '') : 'hopscope'}${step}`;
  return (
    <Dialog
      title={t('shell.export.title')}
      className="help export"
      closeLabel={t('shell.export.close')}
      onClose={onClose}
    >
      <p>{t('shell.export.intro')}</p>
      <MapRows name={name} />
      <Texts title={t('shell.export.trace')} list={all.filter((e) => e.machine === undefined)} />
      {machine && <Texts title={t('shell.export.rules', { machine: machineName(machine) })} list={rules} />}
    </Dialog>
  );
}
