export { language, type TextKey, type TextParams, t, tCode } from './instance';
export { noteText } from './noteText';
export { originText } from './originText';
export { type OutcomeText, outcomeText } from './outcomeText';
export { machineName, ownerName, hex, endpointText } from './names';
export { failureText, matchText } from './ruleText';
export { type StepText, stepText } from './stepText';
