using System.Linq.Expressions;
using System.Reflection;

namespace Orleans.Embedded;

/// <summary>Compiles the delegates of a <see cref="GrainMethod{TArgs, TResult}"/>.</summary>
sealed class MethodShape(MethodInfo method, Type argsType)
{
    readonly ParameterInfo[] _parameters = method.GetParameters();
    readonly ParameterExpression _args = Expression.Parameter(argsType, "args");

    /// <summary>(target, args) => ((IInterface)target).Method(args.Item1, ...), with the result in the one form that calls await.</summary>
    public Func<object, TArgs, ValueTask<TResult>> Invoker<TArgs, TResult>()
    {
        var target = Expression.Parameter(typeof(object), "target");
        Expression call = Expression.Call(
            Expression.Convert(target, method.DeclaringType!), method, _parameters.Select((_, i) => Argument(i)));
        Expression result = method.ReturnType switch
        {
            var type when type == typeof(void) => Expression.Block(call, Expression.Default(typeof(ValueTask<TResult>))),
            var type when type == typeof(Task) => Expression.Call(typeof(MethodShape), nameof(Awaited), null, call),
            var type when type == typeof(ValueTask) => Expression.Call(typeof(MethodShape), nameof(AwaitedValue), null, call),
            var type when type.GetGenericTypeDefinition() == typeof(Task<>) =>
                Expression.New(typeof(ValueTask<TResult>).GetConstructor([typeof(Task<TResult>)])!, call),
            _ => call,
        };
        return Expression.Lambda<Func<object, TArgs, ValueTask<TResult>>>(result, target, _args).Compile();
    }

    /// <summary>Copies the arguments that can change; null if none can.</summary>
    public Func<TArgs, CopyContext, TArgs>? ArgumentsCopier<TArgs>()
    {
        if (_parameters.All(IsShallow)) return null;
        var context = Expression.Parameter(typeof(CopyContext), "context");
        return Expression.Lambda<Func<TArgs, CopyContext, TArgs>>(Rebuild(Copied), _args, context).Compile();

        Expression Copied(int i)
        {
            if (IsShallow(_parameters[i])) return Argument(i);
            var copier = Copier.Of(_parameters[i].ParameterType);
            return Expression.Call(Expression.Constant(copier), "Copy", null, Argument(i), context);
        }
    }

    /// <summary>Reads and replaces the cancellation token; nulls if there is none.</summary>
    public (Func<TArgs, CancellationToken>?, Func<TArgs, CancellationToken, TArgs>?) TokenAccess<TArgs>()
    {
        var index = Array.FindIndex(_parameters, parameter => parameter.ParameterType == typeof(CancellationToken));
        if (index < 0) return (null, null);
        var token = Expression.Parameter(typeof(CancellationToken), "token");
        return (
            Expression.Lambda<Func<TArgs, CancellationToken>>(Argument(index), _args).Compile(),
            Expression.Lambda<Func<TArgs, CancellationToken, TArgs>>(Rebuild(i => i == index ? token : Argument(i)), _args, token).Compile());
    }

    static bool IsShallow(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(ImmutableAttribute)) || Shallow.Is(parameter.ParameterType);

    MemberExpression Argument(int index) => Expression.Field(_args, $"Item{index + 1}");

    NewExpression Rebuild(Func<int, Expression> argument) =>
        Expression.New(argsType.GetConstructor([.. _parameters.Select(parameter => parameter.ParameterType)])!,
            Enumerable.Range(0, _parameters.Length).Select(argument));

    static async ValueTask<Nothing> Awaited(Task task)
    {
        await task;
        return default;
    }

    static async ValueTask<Nothing> AwaitedValue(ValueTask task)
    {
        await task;
        return default;
    }
}
