import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Lab } from './lab';
import { PATH } from './path';
import type { LabSpec } from './protocol';

const PACKAGES = ['iptables', 'nftables', 'iproute2', 'conntrack', 'procps', 'util-linux', 'python3'];
const TOOLS = [
  'unshare',
  'mount',
  'ip',
  'bridge',
  'iptables-legacy-restore',
  'ip6tables-legacy-restore',
  'python3',
];

const missingTools = (): readonly string[] =>
  TOOLS.filter((tool) => !PATH.split(':').some((folder) => existsSync(`${folder}/${tool}`)));

/** Debian packages are installed where that can be done without asking anyone. */
function install(): void {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(`installing ${PACKAGES.join(' ')}`);
  if (apt('install', '-y', '--no-install-recommends', ...PACKAGES).status === 0) return;
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...PACKAGES);
}

/** One machine with one traced rule, which sends a packet to itself: everything that the test stands on. */
const SMALLEST: LabSpec = {
  family: 4,
  links: '',
  machines: [
    {
      ns: 'm0',
      ip: 'link set lo up\nlink add b0 type bridge\nlink add v0 type veth peer name v1\nlink set v0 up\naddr add 10.9.9.1/24 dev v0\nlink add x0 type vxlan id 1 dev v0 dstport 8472 nolearning\n',
      bridge: '',
      sysctlsBefore: {},
      sysctlsAfter: { 'net/bridge/bridge-nf-call-iptables': 1, 'net/netfilter/nf_conntrack_tcp_loose': 1 },
      restore: [
        {
          keep: false,
          text: '*raw\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j TRACE\nCOMMIT\n*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -m addrtype --dst-type LOCAL -m statistic --mode random --probability 1 -m comment --comment x -j MARK --set-mark 1\nCOMMIT\n*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -m conntrack --ctstate NEW -m recent --name x --set\nCOMMIT\n',
        },
      ],
      listen: [{ proto: 'udp', port: 53 }],
      trace: true,
      tunnels: [],
    },
  ],
};

/** Why the test cannot be run here, or undefined: tried out, not guessed. */
export async function unavailable(): Promise<string | undefined> {
  if (process.platform !== 'linux') return `namespaces are Linux's, this is ${process.platform}`;
  if (missingTools().length > 0) install();
  const missing = missingTools();
  if (missing.length > 0) return `not installed: ${missing.join(', ')} (Debian: ${PACKAGES.join(' ')})`;
  const lab = new Lab();
  try {
    await lab.build(SMALLEST);
    const packet = {
      family: 4,
      src: '127.0.0.1',
      dst: '127.0.0.1',
      ttl: 64,
      proto: 'udp',
      flags: [],
    } as never;
    const seen = await lab.send({
      ns: 'm0',
      packet: { ...(packet as object), sport: 40000, dport: 53, id: 7 } as never,
    });
    if (!seen.events.some((e) => e.table === 'nat' && e.what === 'rule'))
      return 'the kernel reports no trace events';
    if (seen.delivered.length === 0) return 'raw sockets deliver nothing';
    if (!Object.values(seen.conntrack).some((entries) => entries.length > 0))
      return 'conntrack announces no entries';
    return undefined;
  } catch (error) {
    return (error as Error).message.split('\n')[0];
  } finally {
    lab.close();
  }
}
