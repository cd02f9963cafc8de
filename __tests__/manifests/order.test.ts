import { describe, expect, test } from '@jest/globals';
import { ranks } from '../../src/manifests/order.ts';
import { anObject } from './builders.ts';

describe('the order of applying', () => {
  test('is namespaces, CRDs, then kinds as Helm orders them, unknown kinds, and what intercepts requests last', () => {
    const objects = [
      anObject('apiregistration.k8s.io/v1', 'APIService'),
      anObject('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration'),
      anObject('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding'),
      anObject('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy'),
      anObject('monitoring.coreos.com/v1', 'Prometheus'),
      anObject('networking.k8s.io/v1', 'Ingress'),
      anObject('apps/v1', 'Deployment'),
      anObject('v1', 'Service'),
      anObject('rbac.authorization.k8s.io/v1', 'RoleBinding'),
      anObject('rbac.authorization.k8s.io/v1', 'Role'),
      anObject('v1', 'ConfigMap'),
      anObject('v1', 'ServiceAccount'),
      anObject('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
      anObject('v1', 'Namespace'),
    ];
    expect(ranks(objects).map((rank) => rank.map(({ ref }) => ref.kind))).toEqual([
      ['Namespace'],
      ['CustomResourceDefinition'],
      ['ServiceAccount'],
      ['ConfigMap'],
      ['Role'],
      ['RoleBinding'],
      ['Service'],
      ['Deployment'],
      ['Ingress'],
      ['Prometheus'],
      ['ValidatingAdmissionPolicy'],
      ['ValidatingAdmissionPolicyBinding'],
      ['ValidatingWebhookConfiguration'],
      ['APIService'],
    ]);
  });

  test('takes a Service of another group for an unknown kind', () => {
    const knative = anObject('serving.knative.dev/v1', 'Service');
    const deployment = anObject('apps/v1', 'Deployment');
    expect(ranks([knative, deployment])).toEqual([[deployment], [knative]]);
  });

  test('puts all unknown kinds in one rank, in the order of the files', () => {
    const [b, a] = [anObject('x.io/v1', 'B'), anObject('x.io/v1', 'A')];
    expect(ranks([b, a])).toEqual([[b, a]]);
  });

  test('of nothing is nothing', () => {
    expect(ranks([])).toEqual([]);
  });
});
