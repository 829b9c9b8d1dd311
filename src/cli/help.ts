export const HELP = `hopscope: Kubernetes Service networking, rule by rule

  hopscope rules FILE… [--node NAME] [--proxy JSON|@FILE] [--format save|restore|canonical] [--all]
      The rules that kube-proxy writes on a node. save (default): as iptables-save prints them;
      restore: as kube-proxy hands them to iptables-restore; canonical: in the corpus's order.
      --node   default: the first node     --all   the whole node's rules, flannel's too
      --proxy  kube-proxy's settings, such as '{"masqueradeAll": true}'

  hopscope rules --jsonl < cases > results
      One corpus case a line in, {"name","canonical"} or {"name","error"} a line out.

  hopscope trace FILE… --from pod/NS/NAME|node/NAME|outside --to svc/NS/NAME:PORT|IP:PORT
                 [--proto tcp|udp|sctp|icmp] [--conversation] [--size BYTES] [--ttl N] [--via NODE]
                 [--seed N] [--pick IP:PORT] [--grain hop|chain|rule] [--json]
      One packet's way through every hook, chain and rule, and its answer's way back.
      --pick   the endpoint to take        --json  documented in src/cli/README.md
      --via    the node that a load balancer takes    --conversation TCP from SYN to the last ACK
      --seed   feeds the random choices    --grain how much the text shows (default: rule)

FILE is YAML or JSON: manifests, or what kubectl get -o yaml prints; - is standard input.
--keep-going leaves out what is wrong in it; --quiet drops the notes on standard error.
Exit code: 0, or 2 for input that cannot be used, with one line that says where and why.
`;
