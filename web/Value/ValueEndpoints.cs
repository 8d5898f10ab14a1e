using CustomerGrains.Silo.Value.Models;
using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CustomerGrains.Web.Value;

/// <summary>The models behind predicted values.</summary>
static class ValueEndpoints
{
    public static void MapValue(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/value/model", Get).RequireAuthorization(Policies.Agent).WithTags("Value")
            .WithSummary("The fitted value models: parameters, when and to how many customers they were fitted, log-likelihoods. Nulls before there are enough repeat customers.");

    static Ok<ValueModelReply> Get(IValueModels models) => TypedResults.Ok(ValueModelReply.Of(models.Latest, models.LastLook));
}
