interface ArticlePod {
  /** Behind the name of its ReplicaSet. */
  readonly name: string;
  readonly ip: string;
}

interface Article {
  readonly clusterIp: string;
  readonly nodePort?: number;
  /** On the client's node, and on the other one. */
  readonly pods: readonly [near: ArticlePod, far: ArticlePod];
}

/** The article's cluster, to the last address; its two parts differ in the Service and in what Kubernetes had chosen. */
export function articleCluster({ clusterIp, nodePort, pods: [near, far] }: Article): string {
  const [type, port] =
    nodePort === undefined ? ['', ''] : ['  type: NodePort\n', `    nodePort: ${nodePort}\n`];
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: nginx-deployment
spec:
  selector:
    matchLabels:
      app: nginx
  replicas: 2
  template:
    metadata:
      labels:
        app: nginx
    spec:
      containers:
      - name: nginx
        image: nginx
        ports:
        - containerPort: 80
---
apiVersion: v1
kind: Service
metadata:
  name: nginx-svc
  labels:
    run: nginx-svc
spec:
${type}  ports:
  - port: 8080
    targetPort: 80
${port}    protocol: TCP
  selector:
    app: nginx
  clusterIP: ${clusterIp} # added: the address that the article's cluster chose
---
# Added, so that the cluster is the article's to the last address: its two nodes, the names
# and addresses of its Pods, and a Pod to call from.
apiVersion: v1
kind: Node
metadata:
  name: ycwang-ubuntu
spec:
  podCIDR: 10.244.0.0/24
status:
  addresses:
  - type: InternalIP
    address: 192.168.111.128
---
apiVersion: v1
kind: Node
metadata:
  name: ycwang-ubuntu-worker
spec:
  podCIDR: 10.244.1.0/24
status:
  addresses:
  - type: InternalIP
    address: 192.168.111.129
---
apiVersion: v1
kind: Pod
metadata:
  name: nginx-deployment-55f598f8d-${near.name}
  labels:
    app: nginx
    pod-template-hash: 55f598f8d
spec:
  nodeName: ycwang-ubuntu
  containers:
  - name: nginx
    image: nginx
    ports:
    - containerPort: 80
status:
  podIP: ${near.ip}
---
apiVersion: v1
kind: Pod
metadata:
  name: nginx-deployment-55f598f8d-${far.name}
  labels:
    app: nginx
    pod-template-hash: 55f598f8d
spec:
  nodeName: ycwang-ubuntu-worker
  containers:
  - name: nginx
    image: nginx
    ports:
    - containerPort: 80
status:
  podIP: ${far.ip}
---
apiVersion: v1
kind: Pod
metadata:
  name: client
spec:
  nodeName: ycwang-ubuntu
  containers:
  - name: client
    image: busybox
status:
  podIP: 10.244.0.5
`;
}
