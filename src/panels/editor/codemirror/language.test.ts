import { syntaxTree } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { expect, it } from 'vitest';
import { manifestLanguage } from './language';

/** Every token as `style:text`. */
function tokens(doc: string): string[] {
  const state = EditorState.create({ doc, extensions: [manifestLanguage] });
  const found: string[] = [];
  syntaxTree(state).iterate({
    enter: (node) => {
      if (!node.node.firstChild && node.name !== 'Document')
        found.push(`${node.name}:${doc.slice(node.from, node.to)}`);
    },
  });
  return found;
}

it.each([
  ['kind: Service', 'propertyName:kind punctuation:: typeName:Service'],
  ['  image: nginx:1.27 # why', 'propertyName:image punctuation:: comment:# why'],
  ['- name: web', 'punctuation:- propertyName:name punctuation::'],
  ['url: http://a/#b', 'propertyName:url punctuation::'],
  ['"kind": "Pod",', 'propertyName:"kind" punctuation:: typeName:"Pod" punctuation:,'],
  ['a: [b, c]', 'propertyName:a punctuation:: punctuation:[ punctuation:, punctuation:]'],
  [
    'text: |\n  kind: none # no comment\nb: 1',
    'propertyName:text punctuation:: punctuation:| propertyName:b punctuation::',
  ],
  [
    '---\n# one\n# two\nkind: Pod',
    'meta:--- comment:# one comment:# two propertyName:kind punctuation:: typeName:Pod',
  ],
  ['app.kubernetes.io/name: x', 'propertyName:app.kubernetes.io/name punctuation::'],
])('reads %j', (doc, expected) => expect(tokens(doc).join(' ')).toBe(expected));
