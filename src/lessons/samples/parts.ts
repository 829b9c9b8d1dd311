/** What most samples are built from: text, since text is what the editor shows. */

export const client = (node: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  nodeName: ${node}
  containers:
  - name: client
    image: busybox
`;

const node = (n: number): string => `apiVersion: v1
kind: Node
metadata:
  name: node-${n}
spec:
  podCIDR: 10.244.${n - 1}.0/24
status:
  addresses:
  - type: InternalIP
    address: 192.168.0.1${n}
`;

export const TWO_NODES = `${node(1)}---\n${node(2)}`;

/** A Deployment of web servers that listen on port 8080. */
export const web = (replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: ${replicas}
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx
        ports:
        - name: http
          containerPort: 8080
`;

export const documents = (...parts: readonly string[]): string => parts.join('---\n');
