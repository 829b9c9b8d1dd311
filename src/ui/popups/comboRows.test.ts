import { expect, it } from 'vitest';
import { comboRows, MOST_ROWS } from './comboRows';

const options = [
  { value: 'client', group: 'Pods', keywords: '10.244.0.5' },
  { value: 'node-a', group: 'Nodes', keywords: '192.168.111.128' },
  { value: 'nginx', group: 'Pods', keywords: '10.244.0.2' },
];
const offered = (text: string) => comboRows(options, text).flat.map(({ value }) => value);

it('gathers groups in the order they come, numbered through', () => {
  const { rows } = comboRows(options, '');
  expect(rows.map(({ name, options: of }) => [name, of.map(({ index }) => index)])).toEqual([
    ['Pods', [0, 1]],
    ['Nodes', [2]],
  ]);
  expect(offered('')).toEqual(['client', 'nginx', 'node-a']);
});

it('searches names and keywords, whatever the case', () => {
  expect(offered('NODE')).toEqual(['node-a']);
  expect(offered(' 10.244.0.2')).toEqual(['nginx']);
  expect(offered('absent')).toEqual([]);
});

it('offers everything beside what is chosen already', () => {
  expect(offered('nginx')).toHaveLength(3);
});

it('draws no more than a list can hold', () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({ value: `pod-${i}`, group: 'Pods' }));
  expect(comboRows(many, 'pod').flat).toHaveLength(MOST_ROWS);
  expect(comboRows(many, 'od-4999').flat).toHaveLength(1);
});
