/** Each kind of test is known by its ending and is a project of its own. */
const kinds = {
  unit: ['**/__tests__/**/!(*.cluster|*.own-cluster|*.bundle|*.bundle-cluster|*.workflow).test.ts'],
  cluster: ['**/__tests__/**/*.cluster.test.ts'],
  'own-cluster': ['**/__tests__/**/*.own-cluster.test.ts'],
  bundle: ['**/__tests__/**/*.bundle.test.ts', '**/__tests__/**/*.bundle-cluster.test.ts'],
  workflow: ['**/__tests__/**/*.workflow.test.ts'],
};

export default {
  projects: Object.entries(kinds).map(([displayName, testMatch]) => ({
    displayName,
    testMatch,
    transform: {},
    extensionsToTreatAsEsm: ['.ts'],
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/lib/'],
  })),
};
