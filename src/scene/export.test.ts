import { expect, it } from 'vitest';
import { standalone } from './export';

const look = {
  width: 800,
  height: 500,
  variable: (name: string) =>
    ({ stage: '#fafaf8', pod: '#00756c', mono: '"SF Mono", Menlo', sans: 'Inter' })[name] ?? '',
};

it('needs no style sheet and no custom property', () => {
  const text = standalone(
    '<svg xmlns="http://www.w3.org/2000/svg" class="map-svg" data-idle="true"><g class="camera" transform="scale(1)">' +
      '<text class="t-mono" fill="var(--pod)" cursor="pointer" tabindex="0">10.244.0.2</text>' +
      '<text class="t-bold">client</text><rect class="floats"/></g></svg>',
    look,
  );
  expect(text).toContain(
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500" viewBox="0 0 800 500">',
  );
  expect(text).toContain('fill="#fafaf8"');
  expect(text).toContain(
    '<text font-family="&quot;SF Mono&quot;, Menlo" font-weight="400" fill="#00756c">10.244.0.2</text>',
  );
  expect(text).toContain('<text font-family="Inter" font-weight="700">client</text>');
  expect(text).toContain('<rect filter="url(#floats)"/>');
  expect(text).toContain('<g transform="scale(1)">');
  expect(text).not.toMatch(/var\(|class=|cursor|tabindex|data-/);
});
