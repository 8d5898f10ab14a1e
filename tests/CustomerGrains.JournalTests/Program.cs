using CustomerGrains.JournalTests.Support;

// The test host never comes here: this is the child of the crash tests.
if (args is not ["write-until-killed", var provider, var connectionString])
{
    Console.Error.WriteLine("Run this project with dotnet test.");
    return 2;
}

await CrashChild.WriteAsync(StoreKind.Options(provider, connectionString));
return 0;
