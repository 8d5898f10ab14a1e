using CustomerGrains.Tool;

return await Cli.RunAsync(args, ToolHost.System());
