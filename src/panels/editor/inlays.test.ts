import { describe, expect, it } from 'vitest';
import { loadCluster } from '../../engine';
import { sampleById } from '../../state/document/samples';
import { inlaysOf, shorten } from './inlays';

/** `line: text` of every chip. */
function chips(text: string): string[] {
  const { cluster } = loadCluster([{ name: 'a.yaml', text }]);
  const lines = text.split('\n');
  return cluster
    ? inlaysOf(cluster).map(({ line, text: chip }) => `${lines[line - 1]?.trim()} [${chip}]`)
    : [];
}

describe('chips behind the text', () => {
  it('tell what the control plane added to the article’s manifests', () => {
    expect(chips(sampleById('article-clusterip').yaml)).toEqual([
      'replicas: 2 [10.244.0.2 .1.4]',
      '- port: 8080 [10.104.112.175]',
      'targetPort: 80 [2 endpoints]',
    ]);
  });
  it('tell assigned node ports, and that nobody answers', () => {
    const text = `kind: Service
apiVersion: v1
metadata: { name: a }
spec:
  type: NodePort
  clusterIP: 10.96.0.9
  selector: { app: none }
  ports:
  - port: 80
`;
    const [ip, nodePort, endpoints] = chips(text);
    expect([ip, endpoints]).toEqual(['- port: 80 [10.96.0.9]', '- port: 80 [0 endpoints]']);
    expect(nodePort).toMatch(/^- port: 80 \[node port 3\d{4}\]$/);
  });
  it('stay short', () => {
    expect(shorten(['10.244.0.2', '10.244.1.4', '10.244.0.3'])).toBe('10.244.0.2 .1.4 +1');
    expect(shorten(['10.244.0.2', '172.16.0.1'])).toBe('10.244.0.2 172.16.0.1');
    expect(shorten(['fd00::1', 'fd00::2'])).toBe('fd00::1 fd00::2');
  });
});
