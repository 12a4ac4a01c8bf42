using CloseLab;

return args is [ChildProcess.Command, ..] ? ChildProcess.Run(args) : await CommandLine.RunAsync(args);
