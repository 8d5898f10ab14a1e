using System.Globalization;
using CustomerGrains.JournalTests.Support;

// The test host never comes here: these are the children of the crash tests.
switch (args)
{
    case ["write-until-killed", var provider, var connectionString]:
        await CrashChild.WriteAsync(StoreKind.Options(provider, connectionString));
        return 0;
    case ["decide-until-killed", var provider, var connectionString, var step, var nth, var from]:
        await DecidingChild.RunAsync(
            StoreKind.Options(provider, connectionString), Enum.Parse<Step>(step), int.Parse(nth, CultureInfo.InvariantCulture), long.Parse(from, CultureInfo.InvariantCulture));
        return 0;
    default:
        Console.Error.WriteLine("Run this project with dotnet test.");
        return 2;
}
