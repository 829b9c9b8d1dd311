/**
 * What is to be said about a text: what is wrong, where, and what to do. Line and column stand before the sentence.
 *
 * Keys are the loader's note codes and `resolveTarget`'s problem codes. A key's ending (`_field`, `_item` …) is the
 * `context` parameter: what became of a wrong value.
 */
const effects = {
  field: 'The field is ignored.',
  item: 'This entry is left out.',
  object: 'The object is left out.',
} as const;

/** One sentence with each of its ends. */
function withEffect<Code extends string>(
  code: Code,
  sentence: string,
): Record<`${Code}_${keyof typeof effects}`, string> {
  return Object.fromEntries(
    Object.entries(effects).map(([effect, end]) => [`${code}_${effect}`, `${sentence} ${end}`]),
  ) as Record<`${Code}_${keyof typeof effects}`, string>;
}

const syntax = {
  'yaml-bad-alias':
    'This YAML alias cannot be resolved ({{detail}}). Define its &anchor above it, in the same document.',
  'yaml-bad-escape': 'Unknown escape in double-quoted text. Double the backslash, or use single quotes.',
  'yaml-bad-indent': 'The indentation does not fit. Give entries of one level the same number of spaces.',
  'yaml-bad-scalar-start': 'Plain text cannot begin with this character. Put the value in quotes.',
  'yaml-nested-mapping':
    'A second “key:” on a line that already has one, or a nested block that begins on it. Put the value in quotes, or the block on its own line, indented.',
  'yaml-block-in-flow':
    'A block cannot stand inside of { } or [ ]. Write it on one line, or drop the brackets.',
  'yaml-duplicate-key': 'This key is already there in the same object. Remove one of the two.',
  'yaml-missing-char': 'A closing quote, bracket or comma is missing.',
  'yaml-no-colon': 'A “:” is missing after the key, or this line should be indented.',
  'yaml-no-separator': 'Another object begins here: put a line “---” above it.',
  'yaml-open-bracket':
    'A “[” or “{” above is not closed. Close it, or indent this line if it belongs inside.',
  'yaml-tab': 'YAML does not allow tabs for indentation. Use spaces.',
  'yaml-unexpected': 'This does not belong here. Look at the indentation and at the line above.',
  'yaml-unreadable': 'This is not valid YAML: {{detail}}.',
  'not-an-object': 'A Kubernetes object is expected here, with apiVersion, kind and metadata.',
} as const;

const fields = {
  ...withEffect('missing', '{{path}} is missing.'),
  ...withEffect('wrong-type', '{{path}} must be $t(notes.type.{{wanted}}), but is {{value}}.'),
  'wrong-type_as-text': '{{path}} must be text: put {{value}} in quotes. It is read as text.',
  ...withEffect('not-allowed', '{{path}} is {{value}}. Allowed are {{allowed}}.'),
  ...withEffect('out-of-range', '{{path}} is {{value}}. Allowed are {{min}} to {{max}}.'),
  ...withEffect('bad-ip', '{{path}} is “{{value}}”, which is not an IP address.'),
  ...withEffect('bad-cidr', '{{path}} is “{{value}}”, which is not a network such as 10.0.0.0/8.'),
  ...withEffect('bad-name', '{{path}} is “{{value}}”. $t(notes.form.{{form}})'),
  misspelt: '{{path}} is not a field here. Did you mean {{meant}}?',
  misplaced: '{{field}} belongs into spec. Indent it below spec, or it has no effect.',
  type: {
    text: 'text',
    bool: 'true or false',
    int: 'a whole number without quotes',
    port: 'a port number, or the name of a container port',
    ip: 'an IP address in quotes',
    cidr: 'a network such as 10.0.0.0/8',
    map: 'a set of “key: value” lines',
    list: 'a list',
    quoted: 'text in quotes',
  },
  form: {
    subdomain: 'Allowed are lower-case letters, digits, “-” and “.”, up to 253 characters.',
    label: 'Allowed are lower-case letters, digits and “-”, up to 63 characters.',
    'service-name':
      'Allowed are lower-case letters, digits and “-”, beginning with a letter, up to 63 characters.',
    'port-name':
      'Allowed are lower-case letters, digits and “-”, with at least one letter, up to 15 characters.',
  },
} as const;

const objects = {
  'missing-kind': 'This object has no kind. Add one, such as “kind: Service”. It is left out.',
  'missing-api-version': 'This {{kind}} has no apiVersion. Add “apiVersion: {{wanted}}”. It is read as such.',
  'unknown-api-version': '{{kind}} is read as {{wanted}}, but apiVersion says {{value}}. Write {{wanted}}.',
  'missing-name': 'This {{kind}} has no metadata.name. Add one. It is left out.',
  'duplicate-object': 'There is already a {{kind}} {{object}} at line {{line}}. This later one replaces it.',
  'unknown-kind': 'There is no kind {{name}}. Did you mean {{meant}}? It is left out.',
  'unsimulated-kind': '{{name}} ({{count}} in the text) is not simulated. It has no effect here.',
  'unsimulated-traffic-kind':
    '{{name}} ({{count}} in the text) is not simulated: packets go as if it were not there.',
} as const;

const nodes = {
  'node-derived': 'There is no Node {{node}} in the text. One is made up, with an address and a Pod network.',
  'node-ip-bad': '{{path}} is “{{value}}”, which is not an IP address. The node gets another.',
  'node-ip-clash':
    '{{object}} has the address {{ip}} of node {{other}}. It gets another; give it one of its own.',
  'node-cidr-clash':
    'The Pod network {{cidr}} of {{object}} overlaps with that of {{other}}. It gets another; give it one of its own.',
} as const;

const pods = {
  'selector-not-template':
    'spec.selector of {{kind}} {{object}} does not match the labels of its own template. Make them equal. The object is left out.',
  'selector-empty':
    'spec.selector of {{kind}} {{object}} selects nothing. Add matchLabels. The object is left out.',
  'pod-surplus':
    'Pod {{object}} is one more than {{owner}} {{ownerName}} wants, which would delete it. It is left out; raise replicas to keep it.',
  'pod-pending': 'Pod {{object}} is Pending: it has no address yet and gets no packets.',
  'pod-finished': 'Pod {{object}} has finished: it has no address any more and gets no packets.',
  'pod-unschedulable':
    'No node has the labels that {{path}} of {{kind}} {{object}} asks for. Pods left out: {{count}}. Label a Node.',
  'pod-ip-clash': 'The address {{ip}} of Pod {{object}} already belongs to {{other}}. It gets another.',
  'pod-ip-outside-node':
    'The address {{ip}} of Pod {{object}} is not in the Pod network {{cidr}} of its node {{node}}: other nodes have no route to it.',
  'pod-no-address': 'The Pod network {{cidr}} is full: Pod {{pod}} has no address. Use a larger podCIDR.',
  'pod-host-ip':
    'Pod {{object}} uses the network of its node {{node}}, so that {{ip}} cannot be its address. The node’s is used.',
} as const;

const services = {
  'service-no-ports':
    'Service {{object}} has no port, so that nothing can call it. Add one under spec.ports.',
  'port-needs-name':
    'Port {{port}} of Service {{object}} has no name, and another has none either. Give each a name. This entry is left out.',
  'port-needs-name_kept':
    'Port {{port}} of Service {{object}} has no name. With more than one port, each needs one.',
  'port-name-twice':
    'Service {{object}} already has a port named {{name}}. Rename this one. The entry is left out.',
  'port-twice': 'Service {{object}} already has {{proto}} port {{port}}. This entry is left out.',
  'node-port-clash':
    'Node port {{port}} ({{proto}}) already belongs to Service {{other}}. {{object}} gets another; choose a free one from 30000 to 32767.',
  'node-port-not-used':
    'nodePort {{port}} is not allowed for type {{type}}. Set type: NodePort, or remove it. The field is ignored.',
  'cluster-ip-clash': 'The address {{ip}} already belongs to Service {{other}}. {{object}} gets another.',
  'cluster-ip-mismatch':
    'clusterIP is {{value}}, but clusterIPs begins with {{other}}. Make them equal; {{other}} is used.',
  'headless-not-allowed':
    'clusterIP: None is not allowed for type {{type}}. Use type ClusterIP, or remove it. The field is ignored.',
  'policy-not-allowed':
    'externalTrafficPolicy is only for Services that can be reached from outside, not for type {{type}}. The field is ignored.',
  'ranges-not-allowed':
    'loadBalancerSourceRanges is only for type LoadBalancer, not for {{type}}. The field is ignored.',
  'external-name-missing':
    'Service {{object}} of type ExternalName has no spec.externalName. Add the name it stands for.',
  'load-balancer-pending':
    'Service {{object}} has no load balancer address: EXTERNAL-IP is <pending>. Write status.loadBalancer.ingress to give it one.',
} as const;

const slices = {
  'slice-no-service':
    'EndpointSlice {{object}} belongs to no Service. Add the label kubernetes.io/service-name. It has no effect.',
  'slice-unknown-service':
    'EndpointSlice {{object}} belongs to Service {{service}}, which is not in its namespace. It has no effect.',
  'slice-address-family': '{{path}} is {{value}}, but addressType is {{family}}. kube-proxy does not use it.',
  'slice-bad-address': '{{path}} is “{{value}}”, which is not an IP address. kube-proxy does not use it.',
  'endpoints-mirrored':
    'Endpoints {{object}} is an old kind. It is copied into an EndpointSlice, as a controller does it; write that kind instead.',
} as const;

const proxy = {
  'not-proxy-configuration': 'A KubeProxyConfiguration is expected here, but this is of kind {{name}}.',
  'unknown-proxy-setting': '{{field}} is not a setting of kube-proxy. It is ignored.',
  'unsimulated-proxy-mode': 'Mode {{value}} is not simulated. The rules shown are those of mode iptables.',
  'unsimulated-proxy-setting': '{{path}} ({{value}}) is not simulated. It has no effect here.',
} as const;

const unsimulated = {
  'unsimulated-load-balancer-class':
    '{{path}} chooses who provides the load balancer. That is not simulated: it has no effect here.',
  'unsimulated-load-balancer-ip':
    '{{path}} asks the cloud for an address. No cloud is simulated: write status.loadBalancer.ingress instead.',
  'unsimulated-traffic-distribution':
    '{{path}} is not simulated: kube-proxy 1.30 ignores it unless a feature gate is on.',
  'unsimulated-external-name':
    'An ExternalName Service is only a DNS alias. DNS answers are not simulated: there is nothing to call.',
  'unsimulated-topology-mode':
    '{{path}} makes a controller write hints into EndpointSlices. That controller is not simulated; hints that stand in the text are honoured.',
  'unsimulated-ingress-hostname':
    '{{path}} is a name of the outside DNS, which is not simulated. Give an ip to call the load balancer.',
  'unsimulated-fqdn-slice': 'kube-proxy does not use EndpointSlices of addressType FQDN. It has no effect.',
  'unsimulated-host-port':
    '{{path}} opens port {{value}} on the node by the CNI portmap plugin. That is not simulated: the port stays closed.',
  'unsimulated-dns-policy': '{{path}} is not simulated: names are resolved as with ClusterFirst.',
  'unsimulated-dns-config': '{{path}} is not simulated: names are resolved as with ClusterFirst.',
  'unsimulated-host-aliases': '{{path}} is not simulated: these names cannot be called.',
  'unsimulated-readiness-probe':
    '{{path}} is not run: Pods count as ready unless their status says otherwise.',
  'unsimulated-affinity': '{{path}} is not simulated: Pods are spread evenly. Use nodeName to place them.',
  'unsimulated-topology-spread':
    '{{path}} is not simulated: Pods are spread evenly. Use nodeName to place them.',
  'unsimulated-taints': '{{path}} is not simulated: Pods may be placed here.',
  'unsimulated-unschedulable': '{{path}} is not simulated: Pods may be placed here.',
  'unsimulated-secondary-networks':
    '{{path}} adds interfaces to the Pod. That is not simulated: it has eth0 only.',
  'unsimulated-bandwidth': '{{path}} is not simulated: packets take no time here.',
} as const;

/** Problems of a destination, from `resolveTarget`. */
const targets = {
  'target-syntax': '“{{text}}” is not a destination. Write IP:port, name:port or svc/namespace/name:port.',
  'target-bad-port': '“{{port}}” is not a port. Use a number from 1 to 65535.',
  'target-no-port': 'The port is missing. Write it after a colon, such as :80.',
  'target-unknown-service': 'There is no Service {{name}}.',
  'target-unknown-service_near': 'There is no Service {{name}}. Did you mean {{near}}?',
  'target-unknown-name': 'No name {{name}} is known in this cluster’s DNS. The program would see NXDOMAIN.',
  'target-unknown-pod': 'There is no Pod {{name}} in namespace {{namespace}}.',
  'target-unknown-node': 'There is no Node {{name}}.',
  'target-service-port': 'Service {{service}} has no port {{port}}. Its ports are: {{ports}}.',
  'target-no-address': '{{object}} has no address.',
  'target-external-name': 'Service {{service}} is only a DNS alias for {{name}}, outside of this cluster.',
  'target-headless-empty':
    'Service {{service}} is headless and has no ready Pod: DNS has no address to give.',
} as const;

/** English text of this area. Keys are stable; values are i18next templates ({{param}}). */
export const notes = {
  ...syntax,
  ...fields,
  ...objects,
  ...nodes,
  ...pods,
  ...services,
  ...slices,
  ...proxy,
  ...unsimulated,
  ...targets,
} as const;
