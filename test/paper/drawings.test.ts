import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ButtonPlace, PlugForm } from '../../contract/index.ts';
import { knownModels } from '../../devices/index.ts';
import { drawingOf, isDocumented } from '../../paper/drawings/drawings.ts';
import { canvas, type Point, type Shape } from '../../paper/drawings/shapes.ts';
import { toOperators } from '../../paper/drawings/to-operators.ts';
import { paperLanguages } from '../../text/index.ts';

const forms = Object.keys(paperLanguages.en.forms) as PlugForm[];
const places = Object.keys(paperLanguages.en.buttons) as ButtonPlace[];

/** The corners of a shape. */
function corners(shape: Shape): Point[] {
  if (shape.is === 'box') return [shape, { x: shape.x + shape.w, y: shape.y + shape.h }];
  if (shape.is === 'disc')
    return [
      { x: shape.x - shape.r, y: shape.y - shape.r },
      { x: shape.x + shape.r, y: shape.y + shape.r },
    ];
  return [...shape.points];
}

test('every form has a drawing that stays on its canvas, wherever the button is', () => {
  for (const form of forms)
    for (const place of places)
      for (const { x, y } of drawingOf(form, place).shapes.flatMap(corners))
        assert.ok(x >= 0 && x <= canvas.width && y >= 0 && y <= canvas.height, `${form} ${place}: ${x} ${y}`);
});

test('no two forms look the same', () => {
  const drawings = forms.map((form) => toOperators(drawingOf(form, 'power-button').shapes));
  assert.equal(new Set(drawings).size, forms.length);
});

test('one button is marked, on the body and on top of everything; none where nobody knows which', () => {
  for (const { form, button } of knownModels.map((facts) => ({ form: facts.form, button: facts.button.where }))) {
    const { shapes, button: marked } = drawingOf(form, button);
    assert.equal(marked !== null, isDocumented(button), `${form} ${button}`);
    if (marked === null) continue;
    const at = shapes.findIndex(
      (one) => one.is === 'disc' && one.fill === 'ink' && one.x === marked.x && one.y === marked.y,
    );
    assert.ok(at > 0 && shapes.slice(at + 1).every((one) => one.is === 'line' || one.is === 'area'), form);
    // the side of the front view at the most: the body of every form begins at the left
    assert.ok(marked.x >= 8 && marked.x <= 90, form);
  }
});

test('drawings need no colour: black lines, and fills of paper, one grey and ink', () => {
  for (const form of forms) {
    const operators = toOperators(drawingOf(form, 'power-button').shapes);
    assert.doesNotMatch(operators, /NaN|undefined|Infinity|\b(?:rg|RG|k|K|scn|SCN)\b/);
    const shades = new Set([...operators.matchAll(/([\d.]+) g\b/g)].map(([, shade]) => shade));
    assert.ok(
      [...shades].every((shade) => ['0', '0.86', '1'].includes(shade ?? '')),
      [...shades].join(' '),
    );
  }
});
