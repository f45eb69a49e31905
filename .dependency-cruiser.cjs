/** The arrows between the folders, and the one importer each vendor library has. */
const only = (library, where) => ({
  name: `only-${library}`,
  comment: `${library} has one importer, so that it can be replaced in one place`,
  severity: 'error',
  from: { pathNot: where },
  to: { path: `(^|node_modules/)${library}(/|$)`, dependencyTypesNot: ['local'] },
});
const forbid = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });
/** Inside the server the test of a lower room may set its scene through a higher one. */
const forbidInside = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: '\\.test\\.tsx?$' },
  to: { path: to },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependencies',
      comment: 'what runs in production is installed in production',
      severity: 'error',
      from: {
        path: '^(rules|templates|channels|server|scripts)/',
        pathNot: '\\.test\\.tsx?$|^(server|scripts|templates|rules)/testing/',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tests-stay-outside',
      comment: 'nothing that runs imports a test or the test runtime; the fault drill is a test of its own',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$|^(server|scripts|templates|rules)/testing/|^scripts/drill/' },
      to: { path: '\\.test\\.tsx?$|^(server|scripts|templates|rules)/testing/' },
    },
    forbid('rules-alone', '^rules/', '^(templates|channels|server|scripts)/'),
    forbid('templates-alone', '^templates/', '^(rules|channels|server|scripts)/'),
    forbid('channels-alone', '^channels/', '^(rules|templates|server|scripts)/'),
    forbid('scripts-on-top', '^(rules|templates|channels|server)/', '^scripts/'),
    {
      name: 'rules-pure',
      comment: 'rules have no I/O',
      severity: 'error',
      from: { path: '^rules/', pathNot: '\\.test\\.ts$|^rules/testing/' },
      to: { dependencyTypes: ['core'] },
    },
    forbidInside('usecases-below-doors', '^server/usecases/', '^server/(http|inbox|scheduler)/'),
    forbidInside(
      'writers-below-usecases',
      '^server/(ledger|outbox)/',
      '^server/(http|inbox|scheduler|usecases)/',
    ),
    forbidInside(
      'store-at-the-bottom',
      '^server/store/',
      '^server/(http|inbox|scheduler|usecases|ledger|outbox|queue)/',
    ),
    forbidInside('doors-apart', '^server/inbox/', '^server/(http|scheduler)/'),
    forbidInside(
      'replay-on-top',
      '^server/(http|inbox|scheduler|usecases|ledger|outbox|queue|store)/',
      '^server/replay/',
    ),
    forbidInside('jobs-apart', '^server/scheduler/', '^server/(http|inbox)/'),
    only('sequelize', '^server/store/'),
    only('libsql', '^server/store/'),
    only('bull', '^server/queue/'),
    only('redis', '^server/queue/'),
    only('node-cron', '^server/scheduler/'),
    only('kavenegar', '^channels/kavenegar/'),
    only('telegraf', '^channels/telegram/'),
    only('pino', '^server/log\\.(test\\.)?ts$'),
    only('prom-client', '^server/metrics\\.(test\\.)?ts$'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
