import type { NetworkSettingId, NodeFactId, PodFactId, ProxySettingId } from '../../state/settings/settings';

/** Each setting has one sentence. */
export type HintId = ProxySettingId | NetworkSettingId | NodeFactId | PodFactId;
