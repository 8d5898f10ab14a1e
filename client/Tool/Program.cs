using System.CommandLine;

return new RootCommand("Imports, sends and simulates customer events.").Parse(args).Invoke();
