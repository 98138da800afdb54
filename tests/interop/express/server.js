'use strict';
// `CK_INTEGRATION_TOKEN=… node server.js [--faults]`: serves on a free port, or on PORT, until its standard input
// ends, and tells where on its first line. `--faults` lists the faults and ends.

const { faulty, faults } = require('./faults');

if (process.argv.includes('--faults')) {
  console.log(Object.keys(faults).join('\n'));
} else {
  const token = process.env.CK_INTEGRATION_TOKEN;
  if (!token) {
    console.error('CK_INTEGRATION_TOKEN is not set');
    process.exit(1);
  }
  const server = faulty(token).listen(Number(process.env.PORT ?? 0), '127.0.0.1', (error) => {
    if (error) throw error;
    console.log(`serving on http://127.0.0.1:${server.address().port}`);
  });
  // A test that is killed cannot end it: the pipe that it held can.
  process.stdin.on('end', () => process.exit(0)).resume();
}
