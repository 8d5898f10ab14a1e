using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace CustomerGrains.TestSupport.Postgres;

/// <summary>
/// A test that also exists in classes marked with <see cref="NeedsPostgresAttribute"/>: there it is skipped, with the reason, where
/// PostgreSQL is missing; with REQUIRE_ALL=1 it runs, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("CustomerGrains.TestSupport.Postgres.StoreFactDiscoverer", "CustomerGrains.TestSupport")]
public sealed class StoreFactAttribute : FactAttribute;

/// <summary>The tests of this class need a PostgreSQL server.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;

/// <summary>Finds the tests marked with <see cref="StoreFactAttribute"/>.</summary>
public sealed class StoreFactDiscoverer(IMessageSink diagnostics) : FactDiscoverer(diagnostics)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        ArgumentNullException.ThrowIfNull(testMethod);
        var needed = testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any();
        if (!needed || PostgresBinaries.Missing is not { } missing || PostgresBinaries.Required)
            return base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
        return new XunitSkippedDataRowTestCase(
            DiagnosticMessageSink,
            discoveryOptions.MethodDisplayOrDefault(),
            discoveryOptions.MethodDisplayOptionsOrDefault(),
            testMethod,
            missing);
    }
}
