import type { FieldPath } from '../../cluster/model';
import type { Ip } from '../../net/address';
import type { Match } from '../../netfilter/model';
import type { OriginCode, OriginParams, OriginSeed } from '../origins/origin';
import type { Placed } from '../plan/service-fields';
import type { ServicePortInfo } from '../plan/services';
import { comment, toAddress, toPort } from './write';

/** `-m tcp -p tcp -d IP --dport N` under a comment: the packets of a call to one of the Service's addresses. */
export function callsTo(port: ServicePortInfo, to: Ip, text: string): Match[] {
  const [module, protocol] = toPort(port.proto, port.port);
  return [comment(text), module, protocol, toAddress(to)];
}

export function portOrigin(
  code: OriginCode,
  port: ServicePortInfo,
  path: FieldPath,
  params: OriginParams,
): OriginSeed {
  return { code, port, path, params: { service: port.name, proto: port.proto, ...params } };
}

/** For a rule that exists because the Service has this address. */
export function addressOrigin(
  code: OriginCode,
  port: ServicePortInfo,
  to: Placed<Ip>,
  params: OriginParams,
): OriginSeed {
  return portOrigin(code, port, to.path, { ip: to.value, port: port.port, ...params });
}

/** For a rule that exists because the port has a node port. */
export function nodePortOrigin(code: OriginCode, port: ServicePortInfo, params: OriginParams): OriginSeed {
  const path = ['spec', 'ports', port.index, 'nodePort'];
  return portOrigin(code, port, path, { port: port.nodePort, ...params });
}
