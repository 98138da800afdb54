'use strict';
// `CK_INTEGRATION_TOKEN=… node server.js [--faults | --differences | --spellings]`: serves on a free port, or on PORT,
// until its standard input ends, and tells where on its first line. The options list what a request can ask for, and end.

const { names } = require('./differences');
const { faulty, faults } = require('./faults');

const lists = { '--faults': faults, '--differences': names.differences, '--spellings': names.spellings };
const list = lists[process.argv.at(-1)];
if (list) {
  console.log(Object.keys(list).join('\n'));
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
