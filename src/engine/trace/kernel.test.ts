import { expect, test } from 'vitest';
import { formatExchange } from './format';
import { clusterIpNetwork, nodePortNetwork } from './testing/article';
import { call, conntrackOf } from './testing/call';

const N1 = 'ycwang-ubuntu';
const N2 = 'ycwang-ubuntu-worker';

/** Ports that `--random-fully` draws, and the tunnel's source port, are nobody's business. */
const withoutRandomPorts = (text: string) =>
  text.replace(/(10\.244\.[01]\.0):\d{4,5}/g, '$1:PORT').replace(/(encap|decap) (\S+):\d+>/g, '$1 $2:PORT>');

test('the way of a ClusterIP packet, as the kernel shows it', () => {
  const exchange = call(clusterIpNetwork(), 'client > 10.104.112.175:8080', { force: '10.244.1.4:80' });
  expect(withoutRandomPorts(formatExchange(exchange))).toMatchInlineSnapshot(`
    "request pod/default/client
      send request 10.244.0.2:40000>10.104.112.175:8080 tcp SYN ttl 64
      route output dev eth0 via 10.244.0.1
    request node/ycwang-ubuntu
      ct NEW 10.244.0.2:40000>10.104.112.175:8080 | 10.104.112.175:8080>10.244.0.2:40000
      prerouting nat PREROUTING#1 KUBE-SERVICES
      prerouting nat KUBE-SERVICES#1 KUBE-SVC-HL5LMXD5JFHQZ6LN
      prerouting nat KUBE-SVC-HL5LMXD5JFHQZ6LN#3 KUBE-SEP-RQ66ZV5Y2RYOH2X3
      prerouting nat KUBE-SEP-RQ66ZV5Y2RYOH2X3#2 DNAT; dst 10.104.112.175:8080 to 10.244.1.4:80
      route input dev flannel.1 via 10.244.1.0
      ttl 63
      forward filter FORWARD#1 KUBE-PROXY-FIREWALL
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter FORWARD#3 KUBE-SERVICES
      forward filter FORWARD#4 KUBE-EXTERNAL-SERVICES
      forward filter FORWARD#5 FLANNEL-FWD
      forward filter FLANNEL-FWD#1 ACCEPT
      postrouting nat POSTROUTING#1 KUBE-POSTROUTING
      postrouting nat KUBE-POSTROUTING#1 RETURN
      postrouting nat POSTROUTING#2 FLANNEL-POSTRTG
      postrouting nat FLANNEL-POSTRTG#2 RETURN
      postrouting nat POSTROUTING policy ACCEPT
      encap 192.168.111.128:PORT>192.168.111.129:8472
    request node/ycwang-ubuntu-worker
      decap 192.168.111.128:PORT>192.168.111.129:8472
      ct NEW 10.244.0.2:40000>10.244.1.4:80 | 10.244.1.4:80>10.244.0.2:40000
      prerouting nat PREROUTING#1 KUBE-SERVICES
      prerouting nat PREROUTING policy ACCEPT
      route input dev cni0
      ttl 62
      forward filter FORWARD#1 KUBE-PROXY-FIREWALL
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter FORWARD#3 KUBE-SERVICES
      forward filter FORWARD#4 KUBE-EXTERNAL-SERVICES
      forward filter FORWARD#5 FLANNEL-FWD
      forward filter FLANNEL-FWD#1 ACCEPT
      postrouting nat POSTROUTING#1 KUBE-POSTROUTING
      postrouting nat KUBE-POSTROUTING#1 RETURN
      postrouting nat POSTROUTING#2 FLANNEL-POSTRTG
      postrouting nat FLANNEL-POSTRTG#3 RETURN
      postrouting nat POSTROUTING policy ACCEPT
    request pod/default/far-web
      route input local
      deliver default/far-web sees 10.244.0.2:40000>10.244.1.4:80
    reply pod/default/far-web
      send answer 10.244.1.4:80>10.244.0.2:40000 tcp SYN+ACK ttl 64
      route output dev eth0 via 10.244.1.1
    reply node/ycwang-ubuntu-worker
      ct ESTABLISHED 10.244.0.2:40000>10.244.1.4:80 | 10.244.1.4:80>10.244.0.2:40000
      route input dev flannel.1 via 10.244.0.0
      ttl 63
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter KUBE-FORWARD#3 ACCEPT
      encap 192.168.111.129:PORT>192.168.111.128:8472
    reply node/ycwang-ubuntu
      decap 192.168.111.129:PORT>192.168.111.128:8472
      ct ESTABLISHED 10.244.0.2:40000>10.104.112.175:8080 | 10.244.1.4:80>10.244.0.2:40000
      route input dev cni0
      ttl 62
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter KUBE-FORWARD#3 ACCEPT
      postrouting nat by entry; src 10.244.1.4:80 back to 10.104.112.175:8080
    reply pod/default/client
      route input local
      deliver default/client sees 10.104.112.175:8080>10.244.0.2:40000
    outcome answered
    "
  `);
  expect(conntrackOf(exchange, N1)).toEqual([
    '10.244.0.2:40000>10.104.112.175:8080 | 10.244.1.4:80>10.244.0.2:40000',
  ]);
  expect(conntrackOf(exchange, N2)).toEqual([
    '10.244.0.2:40000>10.244.1.4:80 | 10.244.1.4:80>10.244.0.2:40000',
  ]);
});

test('the way of a NodePort packet, as the kernel shows it', () => {
  const exchange = call(nodePortNetwork(), 'outside > 192.168.111.128:30000', { force: '10.244.1.4:80' });
  expect(withoutRandomPorts(formatExchange(exchange))).toMatchInlineSnapshot(`
    "request outside
      send request 192.168.111.50:40000>192.168.111.128:30000 tcp SYN ttl 64
      route output dev eth0
    request node/ycwang-ubuntu
      ct NEW 192.168.111.50:40000>192.168.111.128:30000 | 192.168.111.128:30000>192.168.111.50:40000
      prerouting nat PREROUTING#1 KUBE-SERVICES
      prerouting nat KUBE-SERVICES#2 KUBE-NODEPORTS
      prerouting nat KUBE-NODEPORTS#1 KUBE-EXT-HL5LMXD5JFHQZ6LN
      prerouting nat KUBE-EXT-HL5LMXD5JFHQZ6LN#1 KUBE-MARK-MASQ
      prerouting nat KUBE-MARK-MASQ#1 MARK --set-xmark 0x4000/0x4000; mark 0x4000
      prerouting nat KUBE-EXT-HL5LMXD5JFHQZ6LN#2 KUBE-SVC-HL5LMXD5JFHQZ6LN
      prerouting nat KUBE-SVC-HL5LMXD5JFHQZ6LN#3 KUBE-SEP-RQ66ZV5Y2RYOH2X3
      prerouting nat KUBE-SEP-RQ66ZV5Y2RYOH2X3#2 DNAT; dst 192.168.111.128:30000 to 10.244.1.4:80
      route input dev flannel.1 via 10.244.1.0
      ttl 63
      forward filter FORWARD#1 KUBE-PROXY-FIREWALL
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter KUBE-FORWARD#2 ACCEPT
      postrouting nat POSTROUTING#1 KUBE-POSTROUTING
      postrouting nat KUBE-POSTROUTING#2 MARK --set-xmark 0x4000/0x0; mark 0x0
      postrouting nat KUBE-POSTROUTING#3 MASQUERADE; src 192.168.111.50:40000 to 10.244.0.0:PORT
      encap 192.168.111.128:PORT>192.168.111.129:8472
    request node/ycwang-ubuntu-worker
      decap 192.168.111.128:PORT>192.168.111.129:8472
      ct NEW 10.244.0.0:PORT>10.244.1.4:80 | 10.244.1.4:80>10.244.0.0:PORT
      prerouting nat PREROUTING#1 KUBE-SERVICES
      prerouting nat PREROUTING policy ACCEPT
      route input dev cni0
      ttl 62
      forward filter FORWARD#1 KUBE-PROXY-FIREWALL
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter FORWARD#3 KUBE-SERVICES
      forward filter FORWARD#4 KUBE-EXTERNAL-SERVICES
      forward filter FORWARD#5 FLANNEL-FWD
      forward filter FLANNEL-FWD#1 ACCEPT
      postrouting nat POSTROUTING#1 KUBE-POSTROUTING
      postrouting nat KUBE-POSTROUTING#1 RETURN
      postrouting nat POSTROUTING#2 FLANNEL-POSTRTG
      postrouting nat FLANNEL-POSTRTG#3 RETURN
      postrouting nat POSTROUTING policy ACCEPT
    request pod/default/far-web
      route input local
      deliver default/far-web sees 10.244.0.0:PORT>10.244.1.4:80
    reply pod/default/far-web
      send answer 10.244.1.4:80>10.244.0.0:PORT tcp SYN+ACK ttl 64
      route output dev eth0 via 10.244.1.1
    reply node/ycwang-ubuntu-worker
      ct ESTABLISHED 10.244.0.0:PORT>10.244.1.4:80 | 10.244.1.4:80>10.244.0.0:PORT
      route input dev flannel.1 via 10.244.0.0
      ttl 63
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter KUBE-FORWARD#3 ACCEPT
      encap 192.168.111.129:PORT>192.168.111.128:8472
    reply node/ycwang-ubuntu
      decap 192.168.111.129:PORT>192.168.111.128:8472
      ct ESTABLISHED 192.168.111.50:40000>192.168.111.128:30000 | 10.244.1.4:80>10.244.0.0:PORT
      prerouting nat by entry; dst 10.244.0.0:PORT back to 192.168.111.50:40000
      route input dev eth0
      ttl 62
      forward filter FORWARD#2 KUBE-FORWARD
      forward filter KUBE-FORWARD#3 ACCEPT
      postrouting nat by entry; src 10.244.1.4:80 back to 192.168.111.128:30000
    reply outside
      route input local
      deliver outside sees 192.168.111.128:30000>192.168.111.50:40000
    outcome answered
    "
  `);
  expect(conntrackOf(exchange, N1).map(withoutRandomPorts)).toEqual([
    '192.168.111.50:40000>192.168.111.128:30000 | 10.244.1.4:80>10.244.0.0:PORT',
  ]);
  expect(conntrackOf(exchange, N2).map(withoutRandomPorts)).toEqual([
    '10.244.0.0:PORT>10.244.1.4:80 | 10.244.1.4:80>10.244.0.0:PORT',
  ]);
});

test('ip_forward=0 holds even what DNAT keeps on the bridge', () => {
  const network = clusterIpNetwork({ nodes: { '*': { sysctls: { ipForward: false } } } });
  const { outcome } = call(network, 'client > 10.104.112.175:8080', { force: '10.244.0.3:80' });
  expect(outcome.drop).toMatchObject({ code: 'ip-forward-off', params: { dst: '10.244.0.3' } });
});

test('who calls 0.0.0.0 calls itself', () => {
  const { outcome } = call(nodePortNetwork(), `node/${N1} > 0.0.0.0:30000`, { force: '10.244.1.4:80' });
  expect(outcome).toMatchObject({ code: 'answered', deliveredTo: { ip: '10.244.1.4' } });
});
