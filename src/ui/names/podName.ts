/** A Pod of a Deployment: the hash of its template, and what tells it from its siblings. */
const REPLICA =
  /\b([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-([bcdfghjklmnpqrstvwxz2456789]{5})\b/g;

/** `nginx-deployment-55f598f8d-pxp6x` -> `nginx-deployment-…-pxp6x`, wherever such a name stands in a sentence. */
export const shortPods = (sentence: string): string => sentence.replace(REPLICA, '$1-…-$2');
