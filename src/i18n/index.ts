export { language, type TextKey, type TextParams, t, tCode } from './instance';
export { capitalName, endpointText, hex, machineName, ownerName } from './names';
export { noteText } from './noteText';
export { originText } from './originText';
export { type OutcomeText, outcomeText } from './outcomeText';
export { deathWord, rewritesOf, rewriteWord } from './rewriteText';
export { failureShort, failureText, matchText } from './ruleText';
export { ruleOutcome, type StepText, stepText } from './stepText';
