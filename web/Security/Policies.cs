using Microsoft.AspNetCore.Authorization;

namespace CustomerGrains.Web.Security;

/// <summary>Who may do what. Each role may do what the ones before it may.</summary>
static class Roles
{
    /// <summary>Sees customers and dashboards.</summary>
    public const string Agent = "agent";

    /// <summary>Also changes segments and journeys.</summary>
    public const string Operator = "operator";

    /// <summary>Also recounts, and manages keys and users.</summary>
    public const string Admin = "admin";

    /// <summary>All roles, the weakest first.</summary>
    public static string[] All { get; } = [Agent, Operator, Admin];
}

/// <summary>The policies that endpoints and hub methods name. Whatever names none admits nobody.</summary>
static class Policies
{
    public const string Agent = "agent";

    public const string Operator = "operator";

    public const string Admin = "admin";

    public static void Add(AuthorizationOptions options)
    {
        options.AddPolicy(Agent, policy => Admit(policy, Roles.Agent, Roles.Operator, Roles.Admin));
        options.AddPolicy(Operator, policy => Admit(policy, Roles.Operator, Roles.Admin));
        options.AddPolicy(Admin, policy => Admit(policy, Roles.Admin));
        var nobody = new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
        (options.DefaultPolicy, options.FallbackPolicy) = (nobody, nobody);
    }

    static void Admit(AuthorizationPolicyBuilder policy, params string[] roles) =>
        policy.AddAuthenticationSchemes(SecurityServices.Either).RequireRole(roles);
}
