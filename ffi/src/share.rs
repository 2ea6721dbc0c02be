//! Share a budget: how many draws each of many requests gets.
//!
//! Two stages make the best of it: draw a few answers for every request, estimate its spread or success rate from them,
//! then share the rest of the budget with least set to what was drawn. ffi/examples/serve.cpp does both.

use bestof::budget::{self, Gain, Request};

use crate::memory::{Array, Plain, check, disjoint};
use crate::status::{BESTOF_E_DOMAIN, BESTOF_E_NULL, Refusal, bestof_status, report};

/// Normal rewards of standard deviation scale.
pub const BESTOF_GAIN_NORMAL: i32 = 0;
/// Rewards with an exponential tail of this scale.
pub const BESTOF_GAIN_EXPONENTIAL: i32 = 1;
/// Right answers worth scale each, right with this probability.
pub const BESTOF_GAIN_BERNOULLI: i32 = 2;
/// A curve over n = 1, 2, ..., as bestof_curve() gives it: curve_len values from curves[curve_start] on.
pub const BESTOF_GAIN_CURVE: i32 = 3;

/// A request: what its draws are worth and how many it may have. Set members that its gain does not use to 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_request {
    /// One of the BESTOF_GAIN constants.
    pub gain: i32,
    /// 0.
    pub reserved: u32,
    /// The draws it must have, at least 1.
    pub least: u64,
    /// The draws it may have, at least least; 2^24 count as any number beyond.
    pub most: u64,
    /// Standard deviation, tail scale, or worth of a right answer, in reward units.
    pub scale: f64,
    /// Probability that a draw is right.
    pub probability: f64,
    /// Where its curve starts.
    pub curve_start: u64,
    /// The length of its curve.
    pub curve_len: u64,
}

// SAFETY: numbers without padding between or behind them.
unsafe impl Plain for bestof_request {}

/// A request as the core has it.
pub(crate) fn read_request<'a>(
    request: &bestof_request,
    curves: &'a [f64],
) -> Result<Request<'a>, Refusal> {
    let gain = match request.gain {
        BESTOF_GAIN_NORMAL => Gain::Normal {
            deviation: request.scale,
        },
        BESTOF_GAIN_EXPONENTIAL => Gain::Exponential {
            scale: request.scale,
        },
        BESTOF_GAIN_BERNOULLI => Gain::Bernoulli {
            probability: request.probability,
            value: request.scale,
        },
        BESTOF_GAIN_CURVE => {
            let part = usize::try_from(request.curve_start)
                .ok()
                .zip(usize::try_from(request.curve_len).ok())
                .and_then(|(start, len)| curves.get(start..)?.get(..len));
            Gain::Curve(part.ok_or(Refusal(BESTOF_E_DOMAIN))?)
        }
        _ => return Err(Refusal(BESTOF_E_DOMAIN)),
    };
    Ok(Request {
        gain,
        least: request.least,
        most: request.most,
    })
}

/// uint64_t words of scratch that bestof_share() needs for len requests.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_share_scratch_len(len: usize) -> usize {
    budget::share_scratch_len(len)
}

/// Shares budget draws over len requests, each draw where it adds most: draws[i] of request i maximise the sum of gains
/// less cost for every draw, exactly for concave gains. price becomes what one draw more would have added above its
/// cost, 0 where the budget does not bind.
///
/// curves holds the values of all requests with a curve; NULL with curves_len 0 where there is none. scratch needs
/// bestof_share_scratch_len(len) words.
/// BESTOF_E_DOMAIN for an unknown gain, a curve outside curves, a parameter out of range, least == 0, least > most, and
/// where the sum of least is above the budget; BESTOF_E_NOT_FINITE for a number that is NaN or infinite;
/// BESTOF_E_EMPTY for a curve without values; BESTOF_E_CAPACITY for scratch too small.
///
/// # Safety
/// requests must hold len structs, curves curves_len doubles, draws len uint64_t, scratch scratch_len, price must point
/// to one double; none may overlap another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_share(
    requests: *const bestof_request,
    len: usize,
    curves: *const f64,
    curves_len: usize,
    cost: f64,
    budget: u64,
    draws: *mut u64,
    scratch: *mut u64,
    scratch_len: usize,
    price: *mut f64,
) -> bestof_status {
    report(|| {
        check(price)?;
        let requests = Array::new(requests, len)?;
        let curves = Array::new(curves, curves_len)?;
        let draws = Array::new(draws, len)?;
        let scratch = Array::new(scratch, scratch_len)?;
        disjoint(&[], &[draws, scratch])?;
        // SAFETY: the caller's contract.
        let (requests, curves) = unsafe { (requests.read(), curves.read()) };
        for request in requests {
            read_request(request, curves)?;
        }
        // Every request is readable: the closure's refusals cannot happen, and an empty curve would be refused again.
        const NOTHING: Request<'static> = Request {
            gain: Gain::Curve(&[]),
            least: 0,
            most: 0,
        };
        let request = |i: usize| {
            requests
                .get(i)
                .and_then(|request| read_request(request, curves).ok())
                .unwrap_or(NOTHING)
        };
        // SAFETY: the caller's contract, and the two do not overlap.
        let (draws, scratch) = unsafe { (draws.write(), scratch.write()) };
        let share = budget::share(request, cost, budget, draws, scratch)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { price.write(share.price) };
        Ok(())
    })
}

/// Expected reward of the best of n draws under a request's gain, up to a constant.
/// Cost: that of the expected maximum, a power or a look-up.
///
/// BESTOF_E_DOMAIN for n == 0 and for a gain or curve as in bestof_share().
///
/// # Safety
/// request must point to a bestof_request, curves must hold curves_len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_gain(
    request: *const bestof_request,
    curves: *const f64,
    curves_len: usize,
    n: u64,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        if n == 0 {
            return Err(Refusal(BESTOF_E_DOMAIN));
        }
        // SAFETY: the caller's contract.
        let request = unsafe { one_request(request, curves, curves_len) }?;
        let gain = request.gain.at(n);
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(gain) };
        Ok(())
    })
}

/// One request and its curve.
///
/// # Safety
/// request is NULL or points to a bestof_request, curves holds curves_len doubles.
pub(crate) unsafe fn one_request<'a>(
    request: *const bestof_request,
    curves: *const f64,
    curves_len: usize,
) -> Result<Request<'a>, Refusal> {
    if request.is_null() {
        return Err(Refusal(BESTOF_E_NULL));
    }
    let request = Array::new(request, 1)?;
    let curves = Array::new(curves, curves_len)?;
    // SAFETY: the caller's contract.
    let (request, curves) = unsafe { (request.read(), curves.read()) };
    match request {
        [request, ..] => read_request(request, curves),
        [] => Err(Refusal(BESTOF_E_NULL)),
    }
}
