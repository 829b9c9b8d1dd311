import type { Sample } from './sample';

export const articleNodePort: Sample = {
  id: 'article-nodeport',
  title: 'NodePort: the article’s cluster',
  about: 'A client outside calls a port that every node opens, and the packet crosses to another node’s Pod.',
  telling: 'encap',
  send: { from: 'outside', to: '192.168.111.128:30000', proto: 'tcp' },
  yaml: `apiVersion: apps/v1
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
  type: NodePort
  ports:
  - port: 8080
    targetPort: 80
    nodePort: 30000
    protocol: TCP
  selector:
    app: nginx
  clusterIP: 10.110.65.131 # added: the address that the article's cluster chose
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
  name: nginx-deployment-55f598f8d-pj2xk
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
  podIP: 10.244.0.3
---
apiVersion: v1
kind: Pod
metadata:
  name: nginx-deployment-55f598f8d-ls786
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
  podIP: 10.244.1.6
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
`,
};
