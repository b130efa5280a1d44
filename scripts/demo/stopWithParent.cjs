// Ends the program that loads this when its parent is gone, however it went.
// (Listening to standard input instead makes Node's module hooks hang.)
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, 1000).unref();
