import type { OpTime } from '@amcl/engine';
import { describe, expect, it } from 'vitest';
import { groupTimes, layerOf, NO_LAYER, timeByConcurrency, typeOf } from './profile-table';

const op = (name: string, startMicros = 0, micros = 1, type = ''): OpTime => ({ name, op: type, startMicros, micros });

describe('layerOf and typeOf', () => {
  it.each([
    ['layer1.0.conv1/Conv2D_12', '', 'layer1.0.conv1', 'Conv2D'],
    ['layer1.0.conv1/Conv2D_12', '_FusedConv2D', 'layer1.0.conv1', '_FusedConv2D'],
    ['layers.0/Relu_3/unary_ops_composition', '_UnaryOpsComposition', 'layers.0', '_UnaryOpsComposition'],
    ['layer4.0.bn2/FusedBatchNormGradV3_7', '', 'layer4.0.bn2', 'FusedBatchNormGradV3'],
    ['Add_1596', 'AddV2', NO_LAYER, 'AddV2'],
    ['Mul_3/ArithmeticOptimizer/Fold_1', '', NO_LAYER, 'Mul'],
    ['ConstantFolding/layer1.0.bn1/Mul_3-folded', 'Const', 'layer1.0.bn1', 'Const'],
    ['_SOURCE', '', NO_LAYER, '_SOURCE'],
  ])('of %s (%s)', (name, type, layer, expected) => {
    expect([layerOf(op(name, 0, 1, type)), typeOf(op(name, 0, 1, type))]).toEqual([layer, expected]);
  });
});

it('sums times by a key, the longest first, with their share', () => {
  const groups = groupTimes([op('a/Mul_1', 0, 10), op('b/Mul_2', 5, 50), op('a/Add_3', 9, 20)], layerOf);
  expect(groups).toEqual([
    { name: 'b', count: 1, micros: 50, share: 0.625 },
    { name: 'a', count: 2, micros: 30, share: 0.375 },
  ]);
});

describe('timeByConcurrency', () => {
  it('tells the time outside operations from that of one and of two at once', () => {
    // ..aaaa....  100 .. 110
    // ....bbbb..
    const ops = [op('a/Mul_1', 102, 4), op('b/Mul_2', 104, 4), op('c/NoOp_3', 101, 0)];
    expect(timeByConcurrency(ops, 100, 110)).toEqual([4, 4, 2]);
  });

  it('counts no overlap where one begins as another ends', () => {
    expect(timeByConcurrency([op('b/Mul_2', 5, 5), op('a/Mul_1', 0, 5)], 0, 10)).toEqual([0, 10]);
  });

  it('is all outside without operations', () => expect(timeByConcurrency([], 3, 9)).toEqual([6]));
});
